import { Inject, Injectable } from '@nestjs/common';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { MembersService } from '../members/members.service.js';
import type { ShopRequest } from '../visit/visit.js';
import { type Shop, ShopContext } from './shop-context.js';
import type { View } from './view.js';

/** Renders a page around what the visit knows: language, theme, member, and the notice it is owed. */
@Injectable()
export class PageRenderer {
  constructor(
    @Inject(SHOP_CONFIG) private readonly config: ShopConfig,
    private readonly members: MembersService,
  ) {}

  async render(view: View, request: ShopRequest): Promise<string> {
    const { visit } = request;
    const { memberId } = visit.session;
    const member = memberId === undefined ? undefined : await this.members.find(memberId);
    const notice = await visit.takeNotice();
    const shop: Shop = {
      language: visit.language,
      theme: visit.theme,
      path: request.path,
      ...(member === undefined ? {} : { member }),
      ...(notice === undefined ? {} : { notice }),
      ...(this.config.emulatorUrl === undefined ? {} : { emulatorUrl: this.config.emulatorUrl }),
    };
    return `<!doctype html>${render(h(ShopContext.Provider, { value: shop }, view.node))}`;
  }
}
