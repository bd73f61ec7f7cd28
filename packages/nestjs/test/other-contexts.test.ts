import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Controller, Module, UseFilters, UseGuards } from '@nestjs/common';
import type { ExecutionContext, INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices';
import type { ClientProxy } from '@nestjs/microservices';
import { WsAdapter } from '@nestjs/platform-ws';
import { ConnectedSocket, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { OnGatewayConnection } from '@nestjs/websockets';
import { createKakaoEmulator } from '@kakao-login/emulator';
import type { KakaoEmulator } from '@kakao-login/emulator';
import {
  KakaoAuthGuard,
  KakaoExceptionFilter,
  KakaoModule,
  KakaoTokenGuard,
  KakaoUserService,
} from '@kakao-login/nestjs';
import type { KakaoTokenLogin } from '@kakao-login/nestjs';
import type { IncomingMessage } from 'node:http';
import { firstValueFrom } from 'rxjs';
import { WebSocket } from 'undici';
import { freePort } from './support/kakao.js';
import { start } from './support/start.js';
import type { Started } from './support/start.js';

interface Client {
  request: IncomingMessage & { user?: KakaoTokenLogin };
}

/** Returns the request that opened the connection, as in the documentation. */
class SocketTokenGuard extends KakaoTokenGuard {
  override getRequest(context: ExecutionContext): object {
    return context.switchToWs().getClient<Client>().request;
  }
}

@WebSocketGateway()
@UseFilters(KakaoExceptionFilter)
class ShopGateway implements OnGatewayConnection<Client> {
  handleConnection(client: Client, request: IncomingMessage): void {
    client.request = request;
  }

  @SubscribeMessage('me')
  @UseGuards(SocketTokenGuard)
  me(@ConnectedSocket() { request }: Client): object {
    return { event: 'me', data: request.user?.id };
  }

  @SubscribeMessage('plain')
  @UseGuards(KakaoTokenGuard)
  plain(): string {
    return 'never';
  }
}

@Controller()
@UseFilters(KakaoExceptionFilter)
class ShopMessages {
  constructor(private readonly users: KakaoUserService) {}

  @MessagePattern('token')
  @UseGuards(KakaoTokenGuard)
  token(): string {
    return 'never';
  }

  @MessagePattern('login')
  @UseGuards(KakaoAuthGuard)
  login(): string {
    return 'never';
  }

  @MessagePattern('service')
  service(): Promise<unknown> {
    return this.users.me({ accessToken: 'not-a-token' });
  }
}

let emulator: KakaoEmulator;
beforeAll(async () => {
  emulator = await createKakaoEmulator();
});
afterAll(() => emulator.close());

function kakao() {
  const { appId, restApiKey, clientSecret } = emulator.app;
  return KakaoModule.forRoot({
    appId,
    clientID: restApiKey,
    clientSecret,
    callbackURL: '/callback',
    hosts: emulator.url,
  });
}

const unsupported = { status: 'error', error: 'context_unsupported', kind: 'usage' };

describe('in a WebSocket gateway', () => {
  let started: Started;
  beforeAll(async () => {
    const prepare: Parameters<typeof start>[2] = { prepare: (app) => app.useWebSocketAdapter(new WsAdapter(app)) };
    started = await start('express', { imports: [kakao()], providers: [ShopGateway] }, prepare);
  });
  afterAll(() => started.close());

  const say = async (event: string, token: string): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}` };
    const socket = new WebSocket(started.url.replace('http', 'ws'), { headers });
    const answer = new Promise((resolve, reject) => {
      socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data))));
      socket.addEventListener('error', () => reject(new Error('no WebSocket')));
    });
    socket.addEventListener('open', () => socket.send(JSON.stringify({ event })));
    return answer.finally(() => socket.close());
  };

  test('the token guard uses the request that opened the connection, if getRequest returns it', async () => {
    const { access_token: token } = await emulator.issueTokens(emulator.people[0]!);
    expect(await say('me', token)).toEqual({ event: 'me', data: '1001' });
  });

  test('a refused token causes an exception event with code and remedy', async () => {
    const refused = { status: 'error', error: '-401', kind: 'api', remedy: { en: expect.any(String) } };
    expect(await say('me', 'nonsense')).toMatchObject({ event: 'exception', data: refused });
  });

  test('without getRequest, the error of the guard says what to do', async () => {
    expect(await say('plain', 'x')).toMatchObject({ event: 'exception', data: unsupported });
  });
});

describe('in a microservice', () => {
  let service: INestMicroservice;
  let client: ClientProxy;
  beforeAll(async () => {
    @Module({ imports: [kakao()], controllers: [ShopMessages] })
    class ServiceModule {}

    const transport = { transport: Transport.TCP, options: { host: '127.0.0.1', port: await freePort() } } as const;
    service = await NestFactory.createMicroservice(ServiceModule, { ...transport, logger: false });
    await service.listen();
    client = ClientProxyFactory.create(transport);
  });
  afterAll(async () => {
    await client.close();
    await service.close();
  });

  const call = (pattern: string): Promise<unknown> => firstValueFrom(client.send(pattern, {}));

  test.each(['token', 'login'])('the error of the guard for a %s says what to do', async (pattern) => {
    await expect(call(pattern)).rejects.toMatchObject(unsupported);
  });

  test('an error of a service reaches the caller with code and remedy', async () => {
    const refused = { status: 'error', error: '-401', kind: 'api', remedy: { ko: expect.any(String) } };
    await expect(call('service')).rejects.toMatchObject(refused);
  });
});
