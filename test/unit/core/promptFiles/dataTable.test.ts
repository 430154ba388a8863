import assert from 'node:assert/strict';
import { columnIndex, readDataTable, type DataTable } from '../../../../src/core/promptFiles/dataTable';
import { Random } from './random';

function csv(table: DataTable, separator: string, lineEnd: string): string {
  const cell = (text: string): string =>
    /["\r\n,;\t]/.test(text) || text === '' ? `"${text.replaceAll('"', '""')}"` : text;
  return [table.columns, ...table.rows].map((row) => row.map(cell).join(separator)).join(lineEnd);
}

describe('a file of values', () => {
  it('as CSV is read as it was written, whatever the separator and the line ends', () => {
    const random = new Random(51);
    const pieces = ['a', 'é', '😀', '"', ',', ';', '\t', '\n', '\r\n', "'", '{a|b}', '=1', 'x y'];
    for (let round = 0; round < 500; round++) {
      const columns = Array.from({ length: random.whole(2, 4) }, (_, index) => `c${index}`);
      const rows = Array.from({ length: random.whole(1, 5) }, () =>
        // Blanks around a cell are nobody's words; a row of nothing is none.
        columns.map((_, index) => (index === 0 ? 'x' : '') + random.text(pieces, 5).trim()),
      );
      const table = { columns, rows };
      const text = csv(table, random.pick([',', ';', '\t']), random.pick(['\n', '\r\n', '\r']));
      const read = readDataTable('a.csv', random.pick(['', '\uFEFF']) + text);
      assert.deepEqual(read, { ok: true, value: table }, JSON.stringify(text));
    }
  });

  it('fills short rows, and leaves out empty ones', () => {
    const read = readDataTable('a.csv', 'name,file\nmug\n\n,\nlamp,lamp.png,too much\n');
    assert.deepEqual(read.ok && read.value.rows, [
      ['mug', ''],
      ['lamp', 'lamp.png'],
    ]);
  });

  it('of JSON may have objects with different members', () => {
    const read = readDataTable('a.json', '[{"n":"a","x":1},{"n":"b","y":{"z":true}},{"n":null}]');
    assert.deepEqual(read.ok && read.value, {
      columns: ['n', 'x', 'y'],
      rows: [
        ['a', '1', ''],
        ['b', '', '{"z":true}'],
        ['', '', ''],
      ],
    });
  });

  it('that is none is told, with the line where that helps', () => {
    for (const [path, text, reason, line] of [
      ['a.csv', 'a,b\n"x\n', 'syntax', 2],
      ['a.csv', '', 'empty', undefined],
      ['a.json', '{', 'syntax', undefined],
      ['a.json', '"x"', 'notRows', undefined],
      ['a.json', '[]', 'empty', undefined],
      ['a.yaml', 'a: [\n', 'syntax', undefined],
      ['a.exe', 'x', 'unknownType', undefined],
      ['a.csv', `a\n${'x\n'.repeat(30_000)}`, 'tooManyRows', undefined],
    ] as const) {
      const read = readDataTable(path, text);
      assert.equal(!read.ok && read.error.reason, reason, path + text.slice(0, 20));
      if (line !== undefined) assert.equal(!read.ok && read.error.line, line);
    }
  });

  it('of megabytes, also of quotes, takes one pass', () => {
    for (const piece of ['"', 'a"', '""', 'a,', '"a"\n', ' ']) {
      readDataTable('a.csv', `h\n${piece.repeat(1_000_000)}`);
    }
  });

  it('has its columns found however they are spelled', () => {
    const table = { columns: ['Short Name', 'file'], rows: [] };
    assert.deepEqual(
      ['Short Name', 'short_name', 'short-name', 'File', 'other'].map((name) => columnIndex(table, name)),
      [0, 0, 0, 1, -1],
    );
  });

  it('is never read with the prototype of an object', () => {
    const read = readDataTable('a.json', '[{"__proto__":"x","constructor":"y"}]');
    assert.deepEqual(read.ok && read.value.rows, [['x', 'y']]);
  });
});
