import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { mergeMap, type Observable } from 'rxjs';
import type { ShopRequest } from '../visit/visit.js';
import { PageRenderer } from './page-renderer.js';
import { View } from './view.js';

/** Turns a {@link View} that a controller returned into the HTML of the page. */
@Injectable()
export class ViewInterceptor implements NestInterceptor {
  constructor(private readonly renderer: PageRenderer) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    return next.handle().pipe(
      mergeMap(async (answer: unknown) => {
        if (!(answer instanceof View)) return answer;
        const response = http.getResponse<Response>();
        const html = await this.renderer.render(answer, http.getRequest<ShopRequest>());
        response.type('html');
        return html;
      }),
    );
  }
}
