import { RequestMethod } from '@nestjs/common';
import type { INestApplication, Type } from '@nestjs/common';
import {
  GUARDS_METADATA,
  METHOD_METADATA,
  MODULE_PATH,
  PATH_METADATA,
  VERSION_METADATA,
} from '@nestjs/common/constants.js';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { ApplicationConfig } from '@nestjs/core';
import { RoutePathFactory } from '@nestjs/core/router/route-path-factory.js';
import { AuthGuard } from '@nestjs/passport';
import { KakaoAuthGuard } from '../kakao-auth.guard.js';
import { KakaoModule } from '../kakao.module.js';
import { KAKAO_MODULE_NAME } from '../module-options.js';

type RoutePath = Parameters<RoutePathFactory['create']>[0];

const stored = (key: string, owner: object): unknown => Reflect.getMetadata(key, owner);

/** Whether a guard of a route belongs to the login of one of these Kakao apps. */
function isLoginGuard(guard: unknown, names: readonly string[]): boolean {
  const prototype: unknown = typeof guard === 'function' ? guard.prototype : guard;
  return names
    .flatMap((name): Type[] => [KakaoAuthGuard.for(name), AuthGuard(name)])
    .some((known) => prototype === known.prototype || prototype instanceof known);
}

/** The paths of all GET routes with a login guard, callback routes included. A path with a parameter is left out. */
export function guardedPaths(app: INestApplication): string[] {
  const container = app.get(ModulesContainer);
  const modules = [...container.values()];
  const names = modules
    .filter(({ metatype }) => metatype === KakaoModule)
    .map((module) => module.getProviderByKey<string>(KAKAO_MODULE_NAME).instance);
  // Where `@nestjs/swagger` has it from, too.
  const { config } = app as unknown as { config: ApplicationConfig };
  const versioningOptions = config.getVersioning();
  const routes = new RoutePathFactory(config);
  const scanner = new MetadataScanner();

  const pathsOf = (controller: Type, modulePath: unknown): string[] =>
    scanner.getAllMethodNames(controller.prototype as object).flatMap((name) => {
      const method = (controller.prototype as Record<string, object>)[name] ?? {};
      const requestMethod = stored(METHOD_METADATA, method) as RequestMethod | undefined;
      if (requestMethod !== RequestMethod.GET && requestMethod !== RequestMethod.ALL) return [];
      const guards = [controller, method].flatMap(
        (owner) => (stored(GUARDS_METADATA, owner) as unknown[] | undefined) ?? [],
      );
      if (!guards.some((guard) => isLoginGuard(guard, names))) return [];
      const path = {
        modulePath,
        versioningOptions,
        globalPrefix: config.getGlobalPrefix(),
        ctrlPath: stored(PATH_METADATA, controller),
        methodPath: stored(PATH_METADATA, method),
        controllerVersion: stored(VERSION_METADATA, controller) ?? versioningOptions?.defaultVersion,
        methodVersion: stored(VERSION_METADATA, method),
      };
      return routes.create(path as RoutePath, requestMethod);
    });

  const paths = modules.flatMap(({ metatype, controllers }) => {
    const modulePath = stored(MODULE_PATH + container.applicationId, metatype) ?? stored(MODULE_PATH, metatype);
    return [...controllers.values()].flatMap((controller) => pathsOf(controller.metatype as Type, modulePath));
  });
  return [...new Set(paths)].filter((path) => !/[:*{(]/.test(path));
}
