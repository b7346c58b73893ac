import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { findings } from '@lethe/analyze/declaration';
import { createTableWriter, readRows, steps, trace } from '@lethe/contracts';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyWorkspace, type Workspace } from './support/workspace-copy.js';

const browserPath = process.env.LETHE_CHROMIUM ?? '/usr/bin/chromium';
const present = existsSync(browserPath);
if (!present) {
  console.warn(`NOT TESTED: the report in a browser, since there is no ${browserPath} (LETHE_CHROMIUM)`);
}
/** Where to keep pictures of the pages, if anywhere. */
const pictures = process.env.LETHE_SCREENSHOTS;

let browser: Browser;
let workspace: Workspace;
const out = (...parts: string[]): string => workspace.path('experiments/tiny/out/smoke', ...parts);

describe.skipIf(!present)('the report in a browser', () => {
  beforeAll(async () => {
    workspace = copyWorkspace();
    workspace.writeSmallExperiment('tiny');
    await workspace.build();
    for (const [stage, ...more] of [
      ['data'],
      ['train', '--backend', 'wasm'],
      ['probe', '--backend', 'wasm'],
      ['analyze'],
    ] as const) {
      const result = await workspace.lethe([stage, '-e', 'experiments/tiny', '--profile', 'smoke', ...more]);
      expect(result.code, result.stderr).toBe(0);
    }
    browser = await chromium.launch({
      executablePath: browserPath,
      args: [
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(async () => {
    await browser?.close();
    workspace?.remove();
  });

  /** Opens the report from the disk; anything that asks the network or complains is a trouble. */
  async function openReport(options: { dark?: boolean; width?: number } = {}) {
    const page = await browser.newPage({
      offline: true,
      colorScheme: options.dark ? 'dark' : 'light',
      viewport: { width: options.width ?? 1200, height: 900 },
    });
    const troubles = await troublesOf(page);
    await page.goto(pathToFileURL(out('analyze/report.html')).href);
    return { page, troubles };
  }

  it('opens from the disk without a request, and every chart has marks before and after scripts', async () => {
    const { page, troubles } = await openReport();
    expect(await page.title()).toContain('tiny');
    const rows = await readRows(out('analyze'), findings);
    for (const { finding_id, kind, verdict } of rows) {
      const row = page.locator(`#findings [id="${finding_id}"]`);
      if (verdict !== null) expect(await row.textContent()).toContain(verdict);
      expect(await row.locator('.badge').count()).toBe(kind === 'prediction' ? 0 : 1);
    }
    const panels = page.locator('figure[data-figure] .panel');
    const count = await panels.count();
    // Four figures of three depths, the long tail of the two whose traces settle, and losses.
    expect(count).toBe(4 * 3 + 2 + 1);
    for (let i = 0; i < count; i++) expect(await marksIn(panels.nth(i)), `panel ${i}`).toBeGreaterThan(0);
    for (const figure of await page.locator('figure[data-figure]').all()) {
      await figure.scrollIntoViewIfNeeded();
      await expect.poll(() => figure.getAttribute('data-live')).toBe('true');
    }
    for (let i = 0; i < count; i++) expect(await marksIn(panels.nth(i)), `panel ${i}`).toBeGreaterThan(0);
    // The three rounds of injections, in each of three panels.
    expect(await page.locator('#g0-acquisition .injectionHeads_marks path').count()).toBe(9);
    await picture(page, 'report-light', '#g0-acquisition');
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('runs its own two scripts only, and compiles no text', async () => {
    const { page, troubles } = await openReport();
    const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    expect(policy).toMatch(/script-src 'sha256-[\w+/]{43}=' 'sha256-[\w+/]{43}=';/);
    expect(policy).not.toContain('unsafe-eval');
    expect(troubles).toEqual([]);
    // Not within the call itself: what the developer tools run may compile whatever the policy says.
    const ran = await page.evaluate(`new Promise((done) => setTimeout(() => {
      const script = document.createElement('script');
      script.textContent = 'window.strange = true';
      document.body.append(script);
      try { new Function('window.strange = true')(); } catch {}
      setTimeout(() => done(window.strange ?? false), 50);
    }))`);
    expect(ran).toBe(false);
    expect(troubles.filter((trouble) => trouble.startsWith('policy: script-src'))).toHaveLength(2);
    await page.close();
  });

  it('shows its figures without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, offline: true });
    const page = await context.newPage();
    await page.goto(pathToFileURL(out('analyze/report.html')).href);
    const panels = await page.locator('figure[data-figure] .panel svg').count();
    expect(panels).toBe(4 * 3 + 2 + 1);
    await context.close();
  });

  it('reads values by pointer and arrow keys, and the legend hides series', async () => {
    const { page, troubles } = await openReport();
    const figure = page.locator('#g0-acquisition');
    await figure.scrollIntoViewIfNeeded();
    await expect.poll(() => figure.getAttribute('data-live')).toBe('true');
    const panel = figure.locator('.panel').first();
    const readout = figure.locator('.readout');
    await panel.hover();
    expect(await readout.textContent()).toMatch(/updates \d+.*duplication/);
    await page.mouse.move(0, 0);
    await panel.focus();
    await page.keyboard.press('ArrowRight');
    const first = await readout.textContent();
    await page.keyboard.press('ArrowRight');
    expect(await readout.textContent()).not.toBe(first);
    await page.keyboard.press('Escape');
    expect(await readout.isVisible()).toBe(false);
    const lines = () => panel.locator('.mark-line path').count();
    const before = await lines();
    const key = figure.locator('button.key').first();
    await key.focus();
    await page.keyboard.press('Space');
    expect(await key.getAttribute('aria-pressed')).toBe('false');
    await expect.poll(lines).toBe(before - 1);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('sorts tables by click and by key, up, down and back', async () => {
    const { page, troubles } = await openReport();
    const table = page.locator('table.findings:not(.predictions)');
    const values = () =>
      table
        .locator('tbody tr:not(.topic) td:nth-child(3)')
        .evaluateAll((cells) =>
          (cells as unknown as { dataset: { value: string } }[]).map((cell) => Number(cell.dataset.value)),
        );
    const original = await values();
    const ascending = original.toSorted((a, b) => a - b);
    const button = table.locator('thead th:nth-child(3) button');
    await button.click();
    expect(await values()).toEqual(ascending);
    expect(await table.locator('thead th:nth-child(3)').getAttribute('aria-sort')).toBe('ascending');
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await values()).toEqual(ascending.toReversed());
    await page.keyboard.press('Enter');
    expect(await values()).toEqual(original);
    expect(await table.locator('tr.topic').count()).toBeGreaterThan(3);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('goes down to a fact: search, keys, its text, its curves with injections', async () => {
    const { page, troubles } = await openReport();
    await page.locator('#facts').scrollIntoViewIfNeeded();
    const fact = page.locator('#fact');
    await expect.poll(() => marksIn(fact.locator('.panel'))).toBeGreaterThan(3);
    const title = () => fact.locator('h3').textContent();
    const first = await title();
    await page.locator('#fact-search').fill('paraphrase');
    await expect.poll(title).toContain('paraphrase');
    expect(await title()).not.toBe(first);
    const found = await title();
    await page.locator('#fact-search').press('ArrowDown');
    await expect.poll(title).not.toBe(found);
    expect(await page.locator('#fact-count').textContent()).toMatch(/^4 of 16/);
    await expect.poll(() => fact.locator('.injections_marks line, .injections_marks path').count()).toBe(3);
    expect(await fact.locator('.fact-text').textContent()).toMatch(/\w{3}/);
    expect(await fact.locator('mark').count()).toBeGreaterThan(3);
    await picture(page, 'report-fact', '#facts');
    await page.locator('#fact-search').fill('no such words');
    expect(await page.locator('#fact-count').textContent()).toMatch(/^0 of 16/);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('is dark where the system is, and where the switch says so', async () => {
    const { page, troubles } = await openReport({ dark: true });
    const paper = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await paper();
    expect(dark).toBe('rgb(20, 24, 28)');
    await page.locator('#g0-retention').scrollIntoViewIfNeeded();
    await picture(page, 'report-dark', '#g0-retention');
    await page.locator('#theme').click();
    expect(await paper()).toBe('rgb(253, 253, 251)');
    await page.locator('#theme').click();
    expect(await paper()).toBe(dark);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('fits a phone without scrolling sideways', async () => {
    const { page, troubles } = await openReport({ width: 390 });
    const overflow = () =>
      page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    expect(await overflow()).toBe(0);
    for (const section of await page.locator('main section').all()) await section.scrollIntoViewIfNeeded();
    await expect.poll(() => marksIn(page.locator('#fact .panel'))).toBeGreaterThan(3);
    expect(await overflow()).toBe(0);
    await picture(page, 'report-phone', '#g0-effectivity');
    expect(troubles).toEqual([]);
    await page.close();
  });

  it('follows a training live: before it, while it grows, when it is finished', async () => {
    const copy = mkdtempSync(join(tmpdir(), 'lethe-live-'));
    const source = { train: out('train'), moved: join(copy, 'train') };
    renameSync(source.train, source.moved);
    const allSteps = await readRows(source.moved, steps);
    const allTrace = await readRows(source.moved, trace);
    const cli = 'tools/cli/bin/lethe.mjs';
    const args = [cli, 'report', 'experiments/tiny', '--profile', 'smoke', '--no-open'];
    const server = spawn(process.execPath, args, {
      cwd: workspace.path(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise<number | null>((done) => server.once('exit', (code) => done(code)));
    try {
      const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
      const line = /http:\S+/.exec((await lines.next()).value)![0];
      const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
      const troubles = await troublesOf(page, line);
      await page.goto(line);
      const number = (name: string) => page.locator(`[data-name="${name}"] dd`).textContent();
      await expect.poll(() => number('status')).toBe('waiting for training');

      mkdirSync(source.train, { recursive: true });
      const stepWriter = createTableWriter(source.train, steps);
      const traceWriter = createTableWriter(source.train, trace);
      const write = (from: number, to: number): void => {
        stepWriter.writeRows(allSteps.filter(({ step }) => step >= from && step < to));
        traceWriter.writeRows(allTrace.filter(({ step }) => step >= from && step < to));
      };
      write(0, 40);
      await expect.poll(() => number('step')).toBe('40 of 120');
      expect(await number('status')).toBe('running');
      const panel = page.locator('#probes .panel').first();
      await expect.poll(() => marksIn(panel)).toBeGreaterThan(3);
      const curve = () => panel.locator('.mark-line path').first().getAttribute('d');
      const before = await curve();
      write(40, 90);
      await expect.poll(() => number('step')).toBe('90 of 120');
      await expect.poll(curve).not.toBe(before);
      expect(await number('time left')).toMatch(/\d/);
      await picture(page, 'live', 'main');

      stepWriter.close();
      traceWriter.close();
      rmSync(source.train, { recursive: true });
      renameSync(source.moved, source.train);
      await expect.poll(() => number('status'), { timeout: 10_000 }).toBe('finished');
      await expect.poll(() => number('step'), { timeout: 10_000 }).toBe('120 of 120');
      expect(await page.locator('#report').isVisible()).toBe(true);
      expect(troubles).toEqual([]);
      await page.close();
    } finally {
      server.kill('SIGINT');
      rmSync(copy, { recursive: true, force: true });
    }
    expect(await ended).toBe(0);
  });

  it('opens the live page in a browser, or says where it is when there is none', async () => {
    workspace.write('browser.sh', '#!/bin/sh\necho "$@" > opened.tmp; mv opened.tmp opened\n');
    chmodSync(workspace.path('browser.sh'), 0o755);
    let server: ChildProcess | undefined;
    const serve = (browser: string, seen: (output: string) => boolean = () => false) =>
      workspace.lethe(['report', 'experiments/tiny', '--profile', 'smoke', '--open'], {
        env: { BROWSER: browser, DISPLAY: undefined, WAYLAND_DISPLAY: undefined },
        onStart: (child) => {
          server = child;
        },
        // Once: a second Ctrl-C does not wait for the server to close.
        onOutput: (output, child) =>
          void (seen(output) && !output.includes('interrupted by') && child.kill('SIGINT')),
      });
    const addressIn = (stdout: string): string => /^live page: (http:\S+)$/m.exec(stdout)![1]!;
    const run = serve('./browser.sh');
    const opened = workspace.path('opened');
    await expect.poll(() => existsSync(opened), { timeout: 20_000 }).toBe(true);
    const address = readFileSync(opened, 'utf8').trim();
    expect(await (await fetch(address)).text()).toContain('<title>tiny, live');
    server!.kill('SIGINT');
    const { code, stdout, stderr } = await run;
    expect(code, stderr).toBe(0);
    expect(addressIn(stdout)).toBe(address);
    expect(stderr).not.toContain('no browser');

    const missing = /no browser was opened \((.*)\); open (\S+)\n/;
    for (const [browser, why] of [
      ['lethe-no-such-browser', 'lethe-no-such-browser: not found'],
      ['', 'there is no screen: neither BROWSER nor DISPLAY is set'],
    ] as const) {
      const alone = await serve(browser, (output) => missing.test(output));
      expect(alone.code, alone.stderr).toBe(0);
      expect(missing.exec(alone.stderr)!.slice(1)).toEqual([why, addressIn(alone.stdout)]);
    }
  });
});

/**
 * Requests beyond the page's own origin, what its policy forbade, errors of scripts, and what the console complains of.
 */
async function troublesOf(page: Page, origin?: string): Promise<string[]> {
  const troubles: string[] = [];
  await page.exposeFunction('tellViolation', (text: string) => void troubles.push(`policy: ${text}`));
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', (event) =>
    tellViolation(event.effectiveDirective + ' ' + event.blockedURI));`);
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (/^(https?|wss?):/.test(url) && !(origin && url.startsWith(origin))) troubles.push(url);
  });
  return troubles;
}

/** Drawn marks of data: lines, areas, bars, points and rules, not axes. */
const marksIn = (place: ReturnType<Page['locator']>): Promise<number> =>
  place
    .locator(
      '.mark-line.role-mark path, .mark-area.role-mark path, .mark-rect.role-mark path, .mark-symbol.role-mark path',
    )
    .count();

async function picture(page: Page, name: string, selector: string): Promise<void> {
  if (pictures === undefined) return;
  await page.waitForTimeout(400);
  await page.locator(selector).screenshot({ path: join(pictures, `${name}.png`) });
}
