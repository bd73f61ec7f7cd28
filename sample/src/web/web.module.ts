import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { VisitModule } from '../visit/visit.module.js';
import { ErrorFilter } from './error.filter.js';
import { PageRenderer } from './page-renderer.js';
import { PreferencesController } from './preferences.controller.js';
import { SecurityHeadersMiddleware } from './security-headers.middleware.js';
import { ViewInterceptor } from './view.interceptor.js';

@Module({
  imports: [VisitModule],
  controllers: [PreferencesController],
  providers: [
    PageRenderer,
    { provide: APP_INTERCEPTOR, useClass: ViewInterceptor },
    { provide: APP_FILTER, useClass: ErrorFilter },
  ],
})
export class WebModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(SecurityHeadersMiddleware).forRoutes('{*path}');
  }
}
