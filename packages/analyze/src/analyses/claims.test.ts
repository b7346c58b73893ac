import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { claimRange } from '../claims/claim.js';
import { unmeasuredClaims } from '../claims/unmeasured-claims.js';
import { claims } from './claims.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
/** Rows of the README's tables of findings: id, number, claim. */
const rows = [...readme.matchAll(/^\| ([A-Z]\d+\w*) +\| (.+) \| ([^|]+) \|$/gm)].map(
  ([, id, number, claim]) => ({ id: id!, number: number!.trim(), claim: claim!.trim() }),
);

test('the tables of the README have every claim of the list, and no other', () => {
  expect(rows.length).toBeGreaterThan(20);
  expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(claims.map(({ id }) => id)));
});

test('the tables of the README name the bounds of every claim', () => {
  for (const { id, test: range } of claims) {
    const told = rows
      .filter((row) => row.id === id)
      .flatMap(({ claim }) => claim.match(/\d+(\.\d+)?/g) ?? []);
    for (const bound of claimRange(range).filter(Number.isFinite)) {
      expect(told.map(Number), id).toContain(Number(Math.abs(bound).toPrecision(6)));
    }
  }
});

test('the README names primary claims and predictions', () => {
  const [, primary, predictions] = readme.match(/Primary claims are (.*); predictions are ([^.]*)\./)!;
  const idsIn = (text: string): string[] => text.match(/\b[A-Z]\d+\w*/g) ?? [];
  const declared = (kind: string): Set<string> =>
    new Set(claims.flatMap((claim) => (claim.kind === kind ? claim.id : [])));
  expect(new Set(idsIn(primary!))).toEqual(declared('primary'));
  expect(new Set(idsIn(predictions!))).toEqual(declared('prediction'));
});

test('claims are told apart by id and variant, and say all that they are', () => {
  const names = claims.map(({ id, where }) => `${id} ${where ?? ''}`);
  expect(new Set(names).size).toBe(claims.length);
  for (const { statement, source, estimand, sourceValue } of claims) {
    for (const text of [statement, source, estimand, sourceValue ?? '-']) expect(text).toMatch(/\S/);
  }
});

test('the README names the claims that are constants of their source', () => {
  const [, named] = readme.match(/own models \(([^;]*); `constant`/)!;
  const constants = claims.flatMap(({ id, constant }) => (constant ? [id] : []));
  expect(new Set(named!.split(', '))).toEqual(new Set(constants));
  // What is said of a direction is no constant.
  for (const { id, test: range, constant } of claims) {
    if (constant) expect(claimRange(range).every(Number.isFinite), id).toBe(true);
  }
});

test('claims that no analysis measures are none of those that one does', () => {
  const measured = new Set(claims.map(({ id }) => id));
  const ids = unmeasuredClaims.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => measured.has(id))).toEqual([]);
});
