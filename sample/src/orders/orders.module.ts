import { Module } from '@nestjs/common';
import { OrderController } from './order.controller.js';
import { OrdersService } from './orders.service.js';

@Module({ controllers: [OrderController], providers: [OrdersService] })
export class OrdersModule {}
