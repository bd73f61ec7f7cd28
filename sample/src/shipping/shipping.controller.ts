import { Controller, Get, Header, Inject, NotFoundException, Param, Post, Query, UseGuards } from '@nestjs/common';
import type { KakaoVaultUser } from '@kakao-login/nestjs';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { CurrentKakao } from '../visit/decorators.js';
import { LinkedGuard, SignedInGuard } from '../visit/signed-in.guard.js';
import { javascriptSdk } from '../web/javascript-sdk.js';
import { type View, view } from '../web/view.js';
import { AddressPage } from './address.page.js';
import { AddressesPage } from './addresses.page.js';
import { PickerPage } from './picker.page.js';

const pageSize = 5;

/** Addresses that the member has saved at Kakao, so that they do not have to type one at the checkout. */
@Controller('shipping')
@UseGuards(SignedInGuard, LinkedGuard)
export class ShippingController {
  constructor(@Inject(SHOP_CONFIG) private readonly config: ShopConfig) {}

  @Get()
  async list(@CurrentKakao() kakao: KakaoVaultUser, @Query('before') before: unknown): Promise<View> {
    const fromUpdatedAt = typeof before === 'string' && /^\d{1,12}$/.test(before) ? Number(before) : 0;
    const page = await kakao.shipping.list({ pageSize, fromUpdatedAt });
    return view(AddressesPage, { page, pageSize, fromUpdatedAt });
  }

  @Get('picker')
  picker(): View {
    const sdk = javascriptSdk(this.config);
    return view(PickerPage, { sdk });
  }

  /**
   * Returns the access token, which the JavaScript SDK needs in the page. Only for this origin, never cached. Only
   * picker.js uses it, on the picker's page, and keeps it in memory.
   */
  @Post('picker/access-token')
  @Header('Cache-Control', 'no-store')
  async accessToken(@CurrentKakao() kakao: KakaoVaultUser): Promise<{ accessToken: string }> {
    return { accessToken: await kakao.accessToken() };
  }

  @Get(':id')
  async one(@CurrentKakao() kakao: KakaoVaultUser, @Param('id') addressId: string): Promise<View> {
    if (!/^\d{1,19}$/.test(addressId)) throw new NotFoundException();
    const answer = await kakao.shipping.get(addressId);
    const [address] = answer.shipping_addresses ?? [];
    if (address === undefined) throw new NotFoundException();
    return view(AddressPage, { address, answer });
  }
}
