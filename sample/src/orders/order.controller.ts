import {
  BadRequestException,
  Body,
  Controller,
  Get,
  NotFoundException,
  Param,
  Post,
  Query,
  Redirect,
  UseFilters,
  UseGuards,
} from '@nestjs/common';
import { KakaoConsentGuard, KakaoScopes, type KakaoVaultUser } from '@kakao-login/nestjs';
import { CurrentKakao, CurrentVisit } from '../visit/decorators.js';
import { LinkedGuard, SignedInGuard } from '../visit/signed-in.guard.js';
import type { Visit } from '../visit/visit.js';
import { BackToThePage } from '../web/back-to-the-page.filter.js';
import { type View, view } from '../web/view.js';
import { OrderPage } from './order.page.js';
import { OrderedPage } from './ordered.page.js';
import { OrdersService } from './orders.service.js';
import { type Product, products } from './products.js';

/**
 * An order needs an address, so the shop asks for consent here and not at the login. A member who has not agreed is
 * sent to Kakao for that one item, and returns to the order.
 */
@Controller('order')
@UseGuards(SignedInGuard, LinkedGuard, KakaoConsentGuard)
@KakaoScopes('shipping_address')
export class OrderController {
  constructor(private readonly orders: OrdersService) {}

  @Get()
  async show(@CurrentKakao() kakao: KakaoVaultUser, @Query('item') item: unknown): Promise<View> {
    const product = productOf(item);
    const answer = await kakao.shipping.list({ pageSize: 10 });
    return view(OrderPage, { product, answer });
  }

  @Post()
  @UseFilters(BackToThePage)
  @Redirect('/order', 303)
  async order(
    @CurrentKakao() kakao: KakaoVaultUser,
    @CurrentVisit() visit: Visit,
    @Body() body: Record<string, unknown> = {},
  ): Promise<{ url: string }> {
    const { id: item, price } = productOf(body['item']);
    const { address_id: chosen } = body;
    if (typeof chosen !== 'string' || !/^\d{1,19}$/.test(chosen)) throw new BadRequestException('address_id');
    // Kakao returns only the member's own addresses.
    const [address] = (await kakao.shipping.get(chosen)).shipping_addresses ?? [];
    const memberId = visit.member?.id;
    if (address === undefined || memberId === undefined) throw new BadRequestException('address_id');
    const order = await this.orders.place({ memberId, item, price, addressId: address.id });
    return { url: `/order/${order.id}` };
  }

  @Get(':id')
  async placed(
    @CurrentKakao() kakao: KakaoVaultUser,
    @CurrentVisit() visit: Visit,
    @Param('id') id: string,
  ): Promise<View> {
    const known = /^\d{1,9}$/.test(id) && visit.member !== undefined;
    const order = known ? await this.orders.find(Number(id), visit.member?.id ?? 0) : undefined;
    const product = products.find((one) => one.id === order?.item);
    if (order === undefined || product === undefined) throw new NotFoundException();
    const [address] = (await kakao.shipping.get(order.addressId)).shipping_addresses ?? [];
    return view(OrderedPage, { order, product, address });
  }
}

function productOf(item: unknown): Product {
  const product = products.find(({ id }) => id === item);
  if (product === undefined) throw new NotFoundException();
  return product;
}
