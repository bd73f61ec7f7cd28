import { Module } from '@nestjs/common';
import { PropertiesController } from './properties.controller.js';
import { TokensController } from './tokens.controller.js';
import { UserInfoController } from './user-info.controller.js';

@Module({ controllers: [UserInfoController, PropertiesController, TokensController] })
export class AccountModule {}
