/** Pictures of the workbench, taken when the tests inside the editor ask for them over HTTP. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { repository } from './vscode-host.ts';

export const pictureFolder = join(repository, '.cache', 'screenshots');

export interface Pictures {
  readonly server: Server;
  readonly url: string;
  of(page: Page): void;
}

/**
 * Answers `GET /<name>?hover=…&shows=…&text=…&press=…&keys=…&key=…` when `.cache/screenshots/<name>.png` is written; with `axe=yes` by
 * what axe-core finds wrong in the web view that shows the text, one line each. `clip=x,y,width,height` writes that part of it
 * as `<name>.webp` instead.
 */
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
      press: searchParams.get('press'),
      axe: searchParams.has('axe'),
      clip: searchParams.get('clip'),
      keys: searchParams.get('keys'),
      key: searchParams.get('key'),
    };
    takePicture(page, path, wish).then(
      (violations) => response.end(violations.join('\n')),
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
  /** Selector of a thing in a web view to press once the picture is taken. */
  readonly press: string | null;
  /** Ask axe-core about the web view that shows the text. */
  readonly axe: boolean;
  /** Left, top, width and height of the part to show, in pixels. */
  readonly clip: string | null;
  /** What to type where the focus is, before the picture is taken. */
  readonly keys: string | null;
  /** A key to press once the picture is taken. */
  readonly key: string | null;
}

async function takePicture(
  page: Page | undefined,
  path: string,
  { hover, shows, text, press, axe, clip, keys, key }: Wish,
): Promise<readonly string[]> {
  if (!page) throw new Error('The workbench is not there yet.');
  const timeout = 5_000;
  if (hover !== null) {
    await page.locator(hover).first().hover({ force: true });
    await page.locator('.monaco-hover:visible').first().waitFor({ timeout });
  }
  if (shows !== null) await page.locator(`${shows}:visible`).first().waitFor({ timeout });
  if (keys !== null) await page.keyboard.type(keys);
  const frame = text === null ? undefined : await untilShown(page, text);
  const violations = axe && frame ? await violationsIn(frame) : [];
  if (clip === null) await page.screenshot({ path, animations: 'disabled' });
  else await takePart(page, path.replace(/png$/, 'webp'), clip);
  if (press !== null) await pressIn(page, press);
  if (key !== null) await page.keyboard.press(key);
  await page.mouse.move(0, 0);
  return violations;
}

/** WebP is a third of what PNG takes, and the browser knows how to write it. */
async function takePart(page: Page, path: string, clip: string): Promise<void> {
  const [x = 0, y = 0, width = 0, height = 0] = clip.split(',').map(Number);
  const png = await page.screenshot({ animations: 'disabled', clip: { x, y, width, height } });
  const blank = await page.context().browser()?.newPage();
  if (!blank) throw new Error('The browser is gone.');
  const written = await blank.evaluate(`(async () => {
    const image = new Image();
    image.src = 'data:image/png;base64,${png.toString('base64')}';
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext('2d').drawImage(image, 0, 0);
    return canvas.toDataURL('image/webp', 0.85);
  })()`);
  await blank.close();
  writeFileSync(path, String(written).replace(/^data:image\/webp;base64,/, ''), 'base64');
}

const axeScript = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What keeps people with a screen reader or weak eyes from using a web view: rule, gravity and the first place. */
async function violationsIn(frame: Frame): Promise<readonly string[]> {
  await frame.evaluate(readFileSync(axeScript, 'utf8'));
  const { violations } = (await frame.evaluate('axe.run()')) as {
    violations: { id: string; impact: string; nodes: { html: string }[] }[];
  };
  return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
}

async function pressIn(page: Page, selector: string): Promise<void> {
  for (const frame of page.frames()) {
    const found = frame.locator(selector).first();
    if (!(await found.isVisible().catch(() => false))) continue;
    await found.click({ timeout: 5_000 });
    return;
  }
  throw new Error(`Nothing to press: ${selector}`);
}

/** Web views are frames that come and go, so all of them are asked again and again. */
async function untilShown(page: Page, text: string): Promise<Frame> {
  for (let attempt = 0; attempt < 100; attempt++) {
    for (const frame of page.frames()) {
      const found = frame.getByText(text).first();
      if (!(await found.isVisible().catch(() => false))) continue;
      // A web view draws its next content in a hidden frame first.
      await page.waitForTimeout(500);
      return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`"${text}" is not shown.`);
}
