import { Global, Module } from '@nestjs/common';
import { MembersService } from './members.service.js';
import { PasswordsService } from './passwords.service.js';

@Global()
@Module({ providers: [MembersService, PasswordsService], exports: [MembersService, PasswordsService] })
export class MembersModule {}
