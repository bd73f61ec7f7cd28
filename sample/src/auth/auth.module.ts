import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller.js';
import { LoginController } from './login.controller.js';
import { SimpleLoginController } from './simple-login.controller.js';
import { LeaveController } from './leave.controller.js';
import { LinkController } from './link.controller.js';
import { PasswordLoginController } from './password-login.controller.js';
import { WelcomeController } from './welcome.controller.js';

@Module({
  controllers: [
    SimpleLoginController,
    AuthController,
    LoginController,
    PasswordLoginController,
    WelcomeController,
    LinkController,
    LeaveController,
  ],
})
export class AuthModule {}
