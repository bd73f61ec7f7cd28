import { type MiddlewareConsumer, Module, type NestModule } from '@nestjs/common';
import { SameOriginMiddleware } from './same-origin.middleware.js';
import { SessionsService } from './sessions.service.js';
import { VisitMiddleware } from './visit.middleware.js';

@Module({ providers: [SessionsService], exports: [SessionsService] })
export class VisitModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(VisitMiddleware, SameOriginMiddleware).forRoutes('{*path}');
  }
}
