/** Pictures of the workbench, taken when the tests inside the editor ask for them over HTTP. */
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { Page } from 'playwright-core';
import { repository } from './vscode-host.ts';

export const pictureFolder = join(repository, '.cache', 'screenshots');

export interface Pictures {
  readonly server: Server;
  readonly url: string;
  of(page: Page): void;
}

/** Answers `GET /<name>?hover=…&shows=…&text=…` when `.cache/screenshots/<name>.png` is written. */
export async function startPictures(): Promise<Pictures> {
  mkdirSync(pictureFolder, { recursive: true });
  let page: Page | undefined;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const path = join(pictureFolder, `${basename(decodeURIComponent(pathname))}.png`);
    const wish = {
      hover: searchParams.get('hover'),
      shows: searchParams.get('shows'),
      text: searchParams.get('text'),
    };
    takePicture(page, path, wish).then(
      () => response.end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const of = (shown: Page) => {
    page = shown;
  };
  return { server, url, of };
}

interface Wish {
  /** Selector of a thing to rest the mouse on, until the editor shows what it has to say. */
  readonly hover: string | null;
  /** Selector of something that the picture is to show. */
  readonly shows: string | null;
  /** Words that the picture is to show, in a web view as well. */
  readonly text: string | null;
}

async function takePicture(
  page: Page | undefined,
  path: string,
  { hover, shows, text }: Wish,
): Promise<void> {
  if (!page) throw new Error('The workbench is not there yet.');
  const timeout = 5_000;
  if (hover !== null) {
    await page.locator(hover).first().hover({ force: true });
    await page.locator('.monaco-hover:visible').first().waitFor({ timeout });
  }
  if (shows !== null) await page.locator(`${shows}:visible`).first().waitFor({ timeout });
  if (text !== null) await untilShown(page, text);
  await page.screenshot({ path, animations: 'disabled' });
  await page.mouse.move(0, 0);
}

/** Web views are frames that come and go, so all of them are asked again and again. */
async function untilShown(page: Page, text: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    for (const frame of page.frames()) {
      const found = frame.getByText(text).first();
      if (!(await found.isVisible().catch(() => false))) continue;
      // A web view draws its next content in a hidden frame first.
      await page.waitForTimeout(500);
      return;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`"${text}" is not shown.`);
}
