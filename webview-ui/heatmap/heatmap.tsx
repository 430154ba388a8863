import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { heatColor, inkOn, rangeOf } from '../../src/core/search/finding/heatColor';
import type { HeatmapEvents, HeatmapMethods, HeatmapView } from '../../src/protocol/heatmap';
import type { HostClient } from '../shared/hostClient';
import { drawHeatmap } from './draw';

export type HeatmapHost = HostClient<{ [K in keyof HeatmapMethods]: HeatmapMethods[K] }, HeatmapEvents>;

interface Shown {
  readonly view: HeatmapView;
  readonly texts: Readonly<Record<string, string>>;
}

/** A table, so that it can be read without seeing colors; each cell has its number. */
export function Heatmap({ host }: { readonly host: HeatmapHost }): JSX.Element | null {
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    void host.ask('ready', {}).then(setShown);
  }, [host]);
  if (!shown) return null;
  const { view, texts } = shown;
  const { items, values } = view;
  const { low, high } = rangeOf(values, items.length);
  const savePng = (): void => {
    void drawHeatmap(view).then((base64) => host.ask('savePng', { base64 }));
  };
  return (
    <main class="heatmap">
      <div class="tools">
        <button type="button" class="button primary" onClick={savePng}>
          {texts['savePng']}
        </button>
        <button type="button" class="button secondary" onClick={() => void host.ask('saveCsv', {})}>
          {texts['saveCsv']}
        </button>
      </div>
      <table aria-label={texts['title']}>
        <thead>
          <tr>
            <td />
            {items.map((item, index) => (
              <th key={index} scope="col" title={item.label}>
                {item.url === undefined ? (
                  <span class="words">{item.label}</span>
                ) : (
                  <img src={item.url} alt={item.label} />
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item, row) => (
            <tr key={row}>
              <th scope="row">
                {item.url === undefined ? null : <img src={item.url} alt="" />}
                <span class="words">{item.label}</span>
              </th>
              {items.map((_, column) => {
                const value = values[row * items.length + column] ?? 0;
                const color = heatColor((value - low) / (high - low));
                return (
                  <td key={column} style={{ background: `rgb(${color.join(' ')})`, color: inkOn(color) }}>
                    {value.toFixed(2)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">{texts['note']}</p>
    </main>
  );
}
