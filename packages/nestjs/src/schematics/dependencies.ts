import type { PackageFile, Project } from './project.js';
import { needsRecipe, recipeFor, swcPackages } from './test-settings.js';
import { version } from './version.js';

/** package.json with what the login and its test need. Versions that are there already stay. */
export function withDependencies(project: Project): PackageFile {
  const { packageFile, nestMajor } = project;
  const { dependencies = {}, devDependencies = {} } = packageFile;
  const own = `^${version}`;
  const nest = `^${nestMajor}.0.0`;
  const missing = (wanted: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(wanted).filter(([name]) => !(name in dependencies) && !(name in devDependencies)),
    );
  const jest = needsRecipe(project) ? recipeFor(packageFile) : undefined;
  return {
    ...packageFile,
    dependencies: sorted({
      ...dependencies,
      ...missing({ '@kakao-login/nestjs': own, '@nestjs/passport': nest, passport: '^0.7.0' }),
    }),
    devDependencies: sorted({
      ...devDependencies,
      ...missing({
        '@kakao-login/emulator': own,
        '@nestjs/testing': nest,
        ...(needsRecipe(project) && swcPackages),
      }),
    }),
    ...(jest && { jest }),
  };
}

/** As npm sorts them. */
const sorted = (packages: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(packages).toSorted(([a], [b]) => a.localeCompare(b, 'en')));
