import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startShop } from '../../sample/src/start.js';
import { ShopProcess } from './process.js';

const anyPorts = { PORT: '0', KAKAO_EMULATOR_PORT: '0' };

describe('npm start', () => {
  const running: ShopProcess[] = [];
  const start = (env: Record<string, string>): ShopProcess => {
    const shop = new ShopProcess(env);
    running.push(shop);
    return shop;
  };
  afterEach(() => running.splice(0).forEach((shop) => shop.kill('SIGKILL')));

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'says where the shop and the emulator are and who to log in as, serves, and stops cleanly on %s',
    async (signal) => {
      const shop = start(anyPorts);
      const url = await shop.opened();
      expect(shop.output).toMatch(/카카오 에뮬레이터.*http:\/\/localhost:\d+/);
      expect(shop.output).toContain('moonlight@example.com / kakao1234!');
      const page = await fetch(url, { headers: { accept: 'text/html' } });
      expect(await page.text()).toContain('달빛상점');
      shop.kill(signal);
      expect(await shop.ended).toEqual({ code: 0, signal: null });
    },
  );

  describe('when a port is taken', () => {
    let other: Server;
    let port: number;
    beforeEach(async () => {
      other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      port = (other.address() as AddressInfo).port;
    });
    afterEach(() => new Promise((resolve) => other.close(resolve)));

    const sentence = (variable: string): string =>
      `Port ${port} is taken by another program. Stop it, or choose another port: ${variable}=${port + 1} npm start`;

    test('says so in one sentence, and ends', async () => {
      const shop = start({ ...anyPorts, PORT: String(port) });
      expect(await shop.ended).toEqual({ code: 1, signal: null });
      expect(shop.output.trim()).toBe(sentence('PORT'));
    });

    test('names the variable of the emulator when it is the emulator that finds no place', async () => {
      await expect(startShop({ ...anyPorts, KAKAO_EMULATOR_PORT: String(port) })).rejects.toThrow(
        sentence('KAKAO_EMULATOR_PORT'),
      );
    });
  });

  test('refuses a port that is not one, and a secret that is too short', async () => {
    await expect(startShop({ PORT: 'three' })).rejects.toThrow('PORT=three is not a port');
    await expect(startShop({ ...anyPorts, SESSION_SECRET: 'short' })).rejects.toThrow('SESSION_SECRET is too short');
  });

  test('fails, and leaves nothing running, when the database cannot be reached', async () => {
    await expect(startShop({ ...anyPorts, DATABASE_URL: 'postgres://127.0.0.1:1/none' })).rejects.toThrow(
      'DATABASE_URL',
    );
  });
});
