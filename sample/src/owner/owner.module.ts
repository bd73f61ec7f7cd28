import { Module } from '@nestjs/common';
import { NightJob } from './night-job.service.js';
import { OwnerController } from './owner.controller.js';

@Module({ controllers: [OwnerController], providers: [NightJob] })
export class OwnerModule {}
