import assert from 'node:assert/strict';

const limitMs = 30_000;
const pauseMs = 100;

/** Waits until something has become true; fails with its name when it does not. */
export async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await isTrue())) {
    assert.ok(Date.now() < end, `waited ${limitMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
