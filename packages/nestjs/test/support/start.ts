import { Module } from '@nestjs/common';
import type { INestApplication, LoggerService, ModuleMetadata, NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { AddressInfo } from 'node:net';

export const platforms = ['express', 'fastify'] as const;
export type Platform = (typeof platforms)[number];

export interface Started {
  app: INestApplication;
  url: string;
  /** What the application logged, in order. */
  log: string[];
  close(): Promise<void>;
}

type StartOptions = NestApplicationOptions & { prepare?: (app: INestApplication) => unknown; port?: number };

/** Starts a Nest application on a free port. `prepare` is the code of main.ts before `listen`. */
export async function start(
  platform: Platform,
  metadata: ModuleMetadata,
  { prepare, port: wanted = 0, ...options }: StartOptions = {},
): Promise<Started> {
  @Module(metadata)
  class TestModule {}

  const log: string[] = [];
  const adapter = platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
  const app = await NestFactory.create(TestModule, adapter, {
    logger: listener(log),
    abortOnError: false,
    forceCloseConnections: true,
    ...options,
  });
  await prepare?.(app);
  await app.listen(wanted, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}`, log, close: () => app.close() };
}

function listener(log: string[]): LoggerService {
  const write = (message: unknown): void => {
    log.push(message instanceof Error ? `${message.name}: ${message.message}` : String(message));
  };
  return { log: write, warn: write, error: write, debug: write, fatal: write, verbose: write };
}
