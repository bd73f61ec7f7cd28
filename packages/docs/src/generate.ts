import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { errorsPage } from './errors-page.js';
import { writeReadmePages } from './readme-pages.js';
import { writeReference } from './reference.js';
import { generatedFolder, languages, pagesFolder, root } from './site.js';

/** What the test run saw of the sample; a site that is built without it has no pictures. */
const screenshots = `${root}test/artifacts/screenshots/`;

function writeScreenshots(): string[] {
  if (!existsSync(screenshots)) return [];
  const files = readdirSync(screenshots)
    .filter((name) => name.endsWith('-desktop.png'))
    .sort();
  for (const file of files) cpSync(`${screenshots}${file}`, `${pagesFolder}public/screenshots/${file}`);
  return files;
}

/** Writes the pages and parts of pages that are made from other files. */
export async function generate(): Promise<void> {
  mkdirSync(generatedFolder, { recursive: true });
  const pictures = writeScreenshots();
  for (const language of languages) {
    writeFileSync(`${generatedFolder}errors.${language}.md`, errorsPage(language));
    const gallery = pictures.map((file) => `![${file.replace(/^sample-|-desktop\.png$/g, '')}](/screenshots/${file})`);
    writeFileSync(`${generatedFolder}screenshots.${language}.md`, gallery.join('\n\n'));
    writeReadmePages(language);
  }
  await writeReference();
}
