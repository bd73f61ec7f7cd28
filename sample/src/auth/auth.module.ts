import { Module } from '@nestjs/common';
import { AuthController } from './auth.controller.js';
import { LoginController } from './login.controller.js';
import { SimpleLoginController } from './simple-login.controller.js';
import { LeaveController } from './leave.controller.js';
import { WelcomeController } from './welcome.controller.js';

@Module({
  controllers: [SimpleLoginController, AuthController, LoginController, WelcomeController, LeaveController],
})
export class AuthModule {}
