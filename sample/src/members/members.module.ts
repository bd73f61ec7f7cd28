import { Global, Module } from '@nestjs/common';
import { MembersService } from './members.service.js';

@Global()
@Module({ providers: [MembersService], exports: [MembersService] })
export class MembersModule {}
