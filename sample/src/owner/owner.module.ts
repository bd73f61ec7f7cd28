import { Module } from '@nestjs/common';
import { OwnerController } from './owner.controller.js';

@Module({ controllers: [OwnerController] })
export class OwnerModule {}
