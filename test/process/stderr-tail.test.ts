import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { StderrTail } from '../../runtime/process/stderr-tail.js';

test('keeps everything while it is little', () => {
  const tail = new StderrTail();
  expect(tail.text()).toBe('');
  tail.push(Buffer.from('a\nb'));
  tail.push(Buffer.from('c'));
  expect(tail.text()).toBe('a\nbc');
});

test('keeps the newest whole lines', () => {
  const tail = new StderrTail(undefined, 10);
  for (const text of ['one\n', 'two\n', 'thr', 'ee\n', 'four\n']) tail.push(Buffer.from(text));
  expect(tail.text()).toBe('four\n');
  tail.push(Buffer.from('5\n'));
  expect(tail.text()).toBe('four\n5\n');
});

test('keeps the newest part of a line that is too long, without half a character', () => {
  const tail = new StderrTail(undefined, 4);
  tail.push(Buffer.from('a€€'));
  expect(tail.text()).toBe('€');
});

test('never keeps much more than the limit, whatever the chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 30, unit: 'binary' })),
      fc.nat(50),
      (parts, limit) => {
        const tail = new StderrTail(undefined, limit);
        for (const part of parts) tail.push(Buffer.from(part));
        const all = parts.join('');
        const text = tail.text();
        expect(all.endsWith(text)).toBe(true);
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
        expect(text === all || Buffer.byteLength(all) > limit).toBe(true);
      },
    ),
  );
});

test('passes lines on', () => {
  const lines: string[] = [];
  const tail = new StderrTail((line) => lines.push(line));
  const bytes = Buffer.from('ä\r\n\nb€');
  for (const byte of bytes) tail.push(Uint8Array.of(byte));
  expect(lines).toEqual(['ä', '']);
  tail.end();
  expect(lines).toEqual(['ä', '', 'b€']);
});

test('passes on a line that never ends in pieces', () => {
  const lines: string[] = [];
  const tail = new StderrTail((line) => lines.push(line), 4);
  tail.push(Buffer.from('abcdef'));
  tail.push(Buffer.from('g\nh'));
  tail.end();
  expect(lines).toEqual(['abcdef', 'g', 'h']);
});

test('keeps the limit over very many small chunks', () => {
  const tail = new StderrTail(undefined, 3000);
  for (let index = 0; index < 10_000; index += 1) tail.push(Buffer.from('x\n'));
  expect(tail.text()).toBe('x\n'.repeat(1499));
});

test('survives a listener that fails, now or later', async () => {
  const listener = vi.fn<(line: string) => unknown>();
  listener.mockImplementationOnce(() => {
    throw new Error('now');
  });
  listener.mockImplementationOnce(() => Promise.reject(new Error('later')));
  const tail = new StderrTail(listener);
  tail.push(Buffer.from('a\nb\nc\n'));
  await Promise.resolve();
  expect(listener.mock.calls).toEqual([['a'], ['b'], ['c']]);
});
