import type { JSX } from 'preact';
import { KeyList, type KeyGroup } from '../shared/keyList';
import { usePage, type GridPage } from './page';

/** The keys of the page. */
export function GridKeys(): JSX.Element {
  const { intents, text } = usePage();
  return (
    <KeyList
      title={text('keys')}
      closeLabel={text('close')}
      groups={groupsOf(text)}
      onClose={() => intents.showKeys(false)}
    />
  );
}

function groupsOf(text: GridPage['text']): readonly KeyGroup[] {
  const [space, enter, esc] = [text('keySpace'), text('keyEnter'), text('keyEsc')];
  return [
    {
      title: text('keysTable'),
      rows: [
        { keys: ['← ↑ → ↓'], does: text('keyMove') },
        { keys: [text('keyHome'), text('keyEnd')], does: text('keyRowEnds') },
        { keys: [',', '.'], does: text('keyTabs') },
        { keys: [enter], does: text('keyEnlarge') },
        { keys: [space], does: text('keySelect') },
        { keys: ['C'], does: text('keyCompare') },
        { keys: ['U'], does: text('keyUse') },
        { keys: ['S'], does: text('keyStar') },
        { keys: ['J'], does: text('keyJudge') },
        { keys: ['R'], does: text('keyRetry') },
        { keys: ['N'], does: text('keyNote') },
        { keys: ['Shift+↑', 'Shift+↓'], does: text('keyOrder') },
        { keys: ['?'], does: text('keyShowKeys') },
      ],
    },
    {
      title: text('keysEnlarged'),
      rows: [
        { keys: ['← ↑ → ↓'], does: text('keyNeighbors') },
        { keys: [',', '.'], does: text('keyImages') },
        { keys: [esc], does: text('keyBack') },
      ],
    },
    {
      title: text('keysComparison'),
      rows: [
        { keys: ['V'], does: text('keyMode') },
        { keys: [esc], does: text('keyBack') },
      ],
    },
  ];
}
