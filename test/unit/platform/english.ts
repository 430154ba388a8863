import type { Words } from '../../../src/platform/words';

const amount = (usd: number): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(usd);

/** The words as an English VS Code gives them. */
export const english: Words = {
  t: (sentence, ...values) =>
    sentence.replaceAll(/\{(\d+)\}/g, (placeholder, index: string) =>
      String(values[Number(index)] ?? placeholder),
    ),
  format: {
    amount,
    price: (usd) => (usd === 0 ? 'free' : usd < 0.01 ? 'under $0.01' : amount(usd)),
    about: (usd) => (usd === 0 ? 'free' : usd < 0.01 ? 'under $0.01' : `about ${amount(usd)}`),
    number: (value) => new Intl.NumberFormat('en-US').format(value),
    date: (value) =>
      new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(value)),
    time: (value) =>
      new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' }).format(new Date(value)),
    isOne: (count) => count === 1,
    language: (code) => new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code,
  },
};

const names: Readonly<Record<string, string>> = {
  'amazon.nova-canvas-v1:0': 'Nova Canvas',
  'stability.stable-image-core-v1:1': 'Stable Image Core',
};

export const modelName = (id: string): string => names[id] ?? id;
