import { mkdirSync, writeFileSync } from 'node:fs';
import { errorsPage } from './errors-page.js';
import { copyPictures, gallery } from './gallery.js';
import { writeReadmePages } from './readme-pages.js';
import { writeReference } from './reference.js';
import { generatedFolder, languages } from './site.js';

/** Writes the pages and parts of pages that are made from other files. */
export async function generate(): Promise<void> {
  mkdirSync(generatedFolder, { recursive: true });
  copyPictures();
  for (const language of languages) {
    writeFileSync(`${generatedFolder}errors.${language}.md`, errorsPage(language));
    writeFileSync(`${generatedFolder}screenshots.${language}.md`, gallery(language));
    writeReadmePages(language);
  }
  await writeReference();
}
