import type { ColorName } from '../seeing/colorNames';

/** What a model has learned to read. */
export type Reads = 'english' | 'manyLanguages';

/** English names, and after the bar those of other languages, without their endings. */
const colors: Readonly<Record<ColorName, string>> = {
  red: 'red crimson scarlet ruby | rot rojo rouge rosso vermelho',
  orange: 'orange amber | naranja arancione laranja',
  yellow: 'yellow gold golden | gelb amarillo jaune giallo amarelo',
  green: 'green olive emerald lime mint | grün verde vert',
  turquoise: 'turquoise teal cyan | türkis turquesa turchese',
  blue: 'blue navy azure indigo | blau azul bleu blu',
  purple: 'purple violet lavender | lila violett púrpura morado pourpre viola roxo',
  pink: 'pink magenta | rosa rose',
  brown: 'brown wooden bronze copper | braun marrón marron marrone castanho',
  beige: 'beige cream sand | crème crema',
  black: 'black | schwarz negro noir nero preto',
  gray: 'gray grey silver | grau gris grigio cinza',
  white: 'white | weiß blanco blanc blanche bianco branco',
};

const measured: Readonly<Record<string, string>> = {
  'light/dark':
    'dark night midnight dim shadowy | dunkel nacht oscuro noche sombre nuit scuro notte escuro noite',
  'light/bright': 'bright sunny light snow snowy daylight | hell sonnig claro clair ensoleillé chiaro',
  'place/left': 'left | links izquierda gauche sinistra esquerda',
  'place/right': 'right | rechts derecha droite destra direita',
  'place/top': 'top upper above | oben arriba haut alto',
  'place/bottom': 'bottom lower below | unten abajo bas basso baixo',
  'shape/landscape': 'landscape wide panorama banner | querformat panorámica paysage',
  'shape/portrait': 'portrait tall upright | hochformat retrato',
  'shape/square': 'square | quadratisch cuadrado carré',
};

/** Words for one thing. The first names it. */
const things: readonly string[] = [
  'shoe sneaker trainer boot footwear | schuh turnschuh zapato zapatilla chaussure basket scarpa',
  'lamp lantern lampshade | lampe laterne lámpara linterna lampada',
  'dog puppy hound | hund welpe perro cachorro chien chiot cane',
  'cat kitten kitty | katze kätzchen gato gatito chat chaton gatto',
  'kite | drachen cometa cerf-volant aquilone',
  'hill hillside slope | hügel colina colline collina',
  'mountain peak summit | berg gebirge montaña montagne montagna',
  'pot planter flowerpot vase | topf blumentopf maceta vasija jarrón',
  'fern plant houseplant | farn pflanze helecho planta fougère plante felce',
  'tree oak | baum árbol arbre albero árvore',
  'forest woods woodland pine spruce | wald kiefer bosque pino forêt pin foresta',
  'flower blossom rose tulip daisy sunflower | blume flor fleur fiore',
  'house home cottage hut | haus hütte casa maison',
  'castle tower fortress | burg schloss turm castillo torre château castello',
  'boat ship sailboat yacht | boot schiff segelboot barco velero bateau barca',
  'car automobile vehicle | auto wagen coche voiture macchina carro',
  'bicycle bike cycle | fahrrad bicicleta vélo bicyclette',
  'sea ocean | meer mar océano mer mare',
  'sun sunshine | sonne sol soleil sole',
  'moon | mond luna lune',
  'star | stern estrella étoile stella estrela',
  'cloud | wolke nube nuage nuvola nuvem',
  'sky | himmel cielo ciel céu',
  'bird | vogel pájaro oiseau uccello pássaro',
  'fish | fisch pez pescado poisson pesce peixe',
  'fox | fuchs zorro renard volpe raposa',
  'butterfly | schmetterling mariposa papillon farfalla borboleta',
  'balloon | ballon luftballon globo ballon palloncino balão',
  'rocket spaceship spacecraft | rakete cohete fusée razzo foguete',
  'chair armchair seat | stuhl sessel silla chaise sedia cadeira',
  'table desk | tisch schreibtisch mesa escritorio tavolo bureau',
  'cup mug coffee tea | tasse becher taza café tazza xícara',
  'book | buch libro livre livro',
  'apple | apfel manzana pomme mela maçã',
  'bottle | flasche botella bouteille bottiglia garrafa',
  'umbrella parasol | schirm regenschirm paraguas parapluie ombrello',
  'ball football | fußball pelota balón balle palla bola',
  'key | schlüssel llave clé chiave chave',
  'lock padlock | vorhängeschloss candado cadenas lucchetto',
  'gear cog cogwheel | zahnrad engranaje engrenage ingranaggio',
  'heart | herz corazón cœur cuore coração',
  'mushroom toadstool | pilz seta hongo champignon fungo',
  'bridge | brücke puente pont ponte',
  'city town skyline | stadt ciudad ville città cidade',
  'person man woman people human | mensch mann frau persona hombre mujer homme femme personne',
  'leather suede | leder wildleder cuero cuir pelle couro',
];

/** Left out, for they are in every text. */
const empty = new Set(
  'a an the something anything thing of on in at to and or with without by for from over under into onto is are this that it its there near beside behind some der die das ein eine einen einem einer und mit auf im in am vor aus von el la los las un una y con en de del sobre le les une et avec sur dans du des il lo gli e di'.split(
    ' ',
  ),
);

/** In so many prompts that they tell little. */
const faint = new Set(
  'picture image photo photograph drawing illustration style detailed quality high view scene shot art flat small little big large one two three bild foto zeichnung imagen dibujo dessin'.split(
    ' ',
  ),
);

/** A word as it is looked up: in lower case, and without accents. */
export function plainWord(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

interface Dictionary {
  readonly colors: ReadonlyMap<string, ColorName>;
  readonly measured: ReadonlyMap<string, string>;
  readonly things: ReadonlyMap<string, string>;
}

const dictionaries: Readonly<Record<Reads, Dictionary>> = {
  english: dictionaryFor('english'),
  manyLanguages: dictionaryFor('manyLanguages'),
};

function dictionaryFor(reads: Reads): Dictionary {
  const entries = <T>(of: T, line: string): readonly (readonly [string, T])[] => {
    const [english = '', others = ''] = line.split('|');
    const words = `${english} ${reads === 'english' ? '' : others}`.trim().split(/\s+/);
    return words.map((word) => [plainWord(word), of]);
  };
  // English comes last and wins where two languages share a word: a rose is a flower first.
  const mapOf = <T>(pairs: readonly (readonly [T, string])[]): ReadonlyMap<string, T> =>
    new Map([
      ...pairs.flatMap(([of, line]) => entries(of, line)),
      ...pairs.flatMap(([of, line]) => entries(of, line.split('|')[0] ?? '')),
    ]);
  return {
    colors: mapOf(Object.entries(colors) as [ColorName, string][]),
    measured: mapOf(Object.entries(measured)),
    things: mapOf(things.map((line) => [line.split(' ')[0] ?? '', line] as const)),
  };
}

/** What a word stands for. */
export interface Sense {
  /** The word without its ending. */
  readonly stem: string;
  readonly thing?: string;
  readonly color?: ColorName;
  /** A feature that is measured in pictures too. */
  readonly measured?: string;
  readonly isFaint: boolean;
}

/** @returns undefined for a word that says nothing */
export function senseOf(word: string, reads: Reads): Sense | undefined {
  const plain = plainWord(word);
  if (empty.has(plain)) return undefined;
  const { colors: byColor, measured: byMeasure, things: byThing } = dictionaries[reads];
  const forms = formsOf(plain, reads);
  const find = <T>(map: ReadonlyMap<string, T>): T | undefined =>
    forms.map((form) => map.get(form)).find((found) => found !== undefined);
  const [thing, color, measure] = [find(byThing), find(byColor), find(byMeasure)];
  return {
    stem: stemOf(plain),
    ...(thing === undefined ? {} : { thing }),
    ...(color === undefined ? {} : { color }),
    ...(measure === undefined ? {} : { measured: measure }),
    isFaint: faint.has(plain),
  };
}

/** The word, and what it may be a form of. */
function formsOf(word: string, reads: Reads): readonly string[] {
  const forms = [word, stemOf(word)];
  if (reads === 'english' || word.length < 4) return forms;
  for (const ending of ['e', 'es', 'en', 'er', 'em', 'n', 's', 'ne']) {
    if (word.endsWith(ending)) forms.push(word.slice(0, -ending.length));
  }
  // Red things are rojas where they are feminine.
  if (/as?$/.test(word)) forms.push(word.replace(/as?$/, 'o'), word.replace(/s$/, ''));
  if (/os$/.test(word)) forms.push(word.slice(0, -1));
  return forms;
}

function stemOf(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(?:s|x|z|ch|sh)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && /[^su]s$/.test(word)) return word.slice(0, -1);
  if (word.length > 6 && word.endsWith('ing')) return word.slice(0, -3);
  return word.length > 5 && word.endsWith('ed') ? word.slice(0, -2) : word;
}
