import assert from 'node:assert/strict';
import type { Booking, LedgerRow } from '../../../../src/core/money/ledger';
import { parseUsd } from '../../../../src/features/spending/budgetTexts';
import {
  offlineRequests,
  spendingByModel,
  spendingCsv,
  startOfMonth,
} from '../../../../src/features/spending/report';

function row(amountUsd: number, change: Partial<Booking> = {}, rest: Partial<LedgerRow> = {}): LedgerRow {
  return {
    at: Date.parse('2026-11-20T12:00:00Z'),
    booking: {
      provider: 'bedrock',
      modelId: 'core',
      region: 'us-west-2',
      workspace: 'file:///work',
      task: 'textToImage',
      amountUsd,
      ...change,
    },
    state: 'settled',
    amountUsd,
    outcome: 'succeeded',
    ...rest,
  };
}

describe('spending by model', () => {
  it('sums cents to cents, dearest model first', () => {
    assert.deepEqual(
      spendingByModel([row(0.1), row(0.2), row(0.14, { modelId: 'ultra' }), row(0.3, { modelId: 'ultra' })]),
      [
        { modelId: 'ultra', usd: 0.44, requests: 2 },
        { modelId: 'core', usd: 0.3, requests: 2 },
      ],
    );
  });

  it('keeps offline requests apart', () => {
    const rows = [row(0.04), row(0, { provider: 'offline' })];
    assert.deepEqual(spendingByModel(rows), [{ modelId: 'core', usd: 0.04, requests: 1 }]);
    assert.equal(offlineRequests(rows), 1);
  });
});

describe('the month', () => {
  it('begins at midnight of its first day, here', () => {
    const start = new Date(startOfMonth(new Date(2026, 10, 20, 15, 30).getTime()));
    assert.deepEqual(
      [start.getFullYear(), start.getMonth(), start.getDate(), start.getHours(), start.getMinutes()],
      [2026, 10, 1, 0, 0],
    );
  });
});

describe('spending as CSV', () => {
  it('has a heading and a line for each call, oldest first', () => {
    const { outcome: _outcome, ...open } = row(0.08, {}, { state: 'reserved' });
    assert.equal(
      spendingCsv([open, row(0.04, {}, { at: Date.parse('2026-11-19T08:00:00Z') })]),
      'time,provider,model,region,task,workspace,state,outcome,usd\r\n' +
        '2026-11-19T08:00:00.000Z,bedrock,core,us-west-2,textToImage,file:///work,settled,succeeded,0.04\r\n' +
        '2026-11-20T12:00:00.000Z,bedrock,core,us-west-2,textToImage,file:///work,reserved,,0.08\r\n',
    );
  });

  it('keeps commas and quotes within their cell, and formulas as text', () => {
    const csv = spendingCsv([row(0.04, { workspace: 'file:///a,"b"', modelId: '=HYPERLINK("x")' })]);
    assert.ok(csv.includes('"file:///a,""b"""'), csv);
    assert.ok(csv.includes(`"'=HYPERLINK(""x"")"`), csv);
  });
});

describe('an amount of money', () => {
  it('is read as people write it', () => {
    for (const [text, usd] of [
      ['10', 10],
      ['2.50', 2.5],
      ['$2.50', 2.5],
      [' 2,50 ', 2.5],
      ['0', 0],
      ['12 USD', 12],
      ['0.05', 0.05],
    ] as const) {
      assert.equal(parseUsd(text), usd, text);
    }
  });

  it('is refused where it could mean two things, or nothing', () => {
    for (const text of ['', 'ten', '-1', '1,000', '1.234', '1e3', 'NaN', 'Infinity', '10€', '1.2.3']) {
      assert.equal(parseUsd(text), undefined, text);
    }
  });
});
