import { Inject, Injectable } from '@nestjs/common';
import { h } from 'preact';
import { render } from 'preact-render-to-string';
import type { ShopConfig } from '../config.js';
import { SHOP_CONFIG } from '../config.module.js';
import { MembersService } from '../members/members.service.js';
import { returnPath } from '../visit/return-to.js';
import type { ShopRequest } from '../visit/visit.js';
import { type Shop, ShopContext } from './shop-context.js';
import type { View } from './view.js';

/** Renders a page with what every page needs: language, theme, member, and a notice if there is one. */
@Injectable()
export class PageRenderer {
  constructor(
    @Inject(SHOP_CONFIG) private readonly config: ShopConfig,
    private readonly members: MembersService,
  ) {}

  async render(view: View, request: ShopRequest): Promise<string> {
    const { visit } = request;
    const { memberId } = visit.session;
    const shop: Shop = {
      ...visit.preferences,
      path: request.path,
      address: addressOf(request),
      member: memberId === undefined ? undefined : await this.members.find(memberId),
      notice: await visit.takeNotice(),
      emulatorUrl: this.config.emulatorUrl,
      xray: this.config.xray,
    };
    return `<!doctype html>${render(h(ShopContext.Provider, { value: shop }, view.node))}`;
  }
}

/** A callback works only once, and a form has no page of its own. So the link leads to the login page or the shop. */
function addressOf({ method, path, originalUrl }: ShopRequest): string {
  if (path.startsWith('/auth/')) return '/login';
  return method === 'GET' ? (returnPath(originalUrl) ?? returnPath(path) ?? '/') : '/';
}
