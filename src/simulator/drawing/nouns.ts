import { hex, mix, type Rgb } from './color';
import { ring, smooth, spikes, type Pen } from './pen';
import type { Point } from './canvas';

/** Where a thing belongs in a picture. */
export type Home = 'sky' | 'ground' | 'water' | 'table';

export interface Noun {
  readonly words: readonly string[];
  readonly home: Home;
  /** Beside other things, 1 is usual. */
  readonly scale: number;
  readonly color: Rgb;
  readonly accent?: Rgb;
  draw(pen: Pen): void;
}

const ink = hex('#34343f');
const cream = hex('#f7efdc');
const wood = hex('#8a5a3c');
const leafGreen = hex('#4b9a56');
const skin = hex('#d79a75');

const noun = (
  words: string,
  home: Home,
  scale: number,
  color: string,
  draw: (pen: Pen) => void,
  accent?: string,
): Noun => ({
  words: words.split(' '),
  home,
  scale,
  color: hex(color),
  ...(accent === undefined ? {} : { accent: hex(accent) }),
  draw,
});

const eye = (pen: Pen, x: number, y: number, radius = 0.06): void => {
  pen.oval(x, y, radius, radius, ink);
  pen.oval(x + radius * 0.3, y + radius * 0.3, radius * 0.3, radius * 0.3, cream);
};

const leaf = (pen: Pen, x: number, y: number, length: number, angle: number, color: Rgb): void => {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const at = (along: number, across: number): Point => [
    x + (along * cos - across * sin) * length,
    y + (along * sin + across * cos) * length,
  ];
  pen.shape(smooth([at(0, 0), at(0.45, 0.2), at(1, 0), at(0.45, -0.2), at(0, 0)], 8), color);
};

const pot = (pen: Pen, color: Rgb, dark: Rgb): void => {
  pen.shape(
    [
      [-0.42, -0.35],
      [0.42, -0.35],
      [0.3, -1],
      [-0.3, -1],
    ],
    color,
  );
  pen.shape(
    [
      [0.08, -0.35],
      [0.42, -0.35],
      [0.3, -1],
      [0.08, -1],
    ],
    dark,
    0.35,
  );
  pen.box(-0.48, -0.42, 0.96, 0.16, dark);
};

const wheel = (pen: Pen, x: number, y: number, radius: number): void => {
  pen.oval(x, y, radius, radius, ink);
  pen.oval(x, y, radius * 0.45, radius * 0.45, cream);
};

/** Things that a prompt may name, drawn flat in a square from -1 to 1. */
export const nouns: readonly Noun[] = [
  noun(
    'kite kites',
    'sky',
    1,
    '#d9413a',
    (pen) => {
      pen.stroke(
        smooth([
          [0, -0.8],
          [0.12, -1.2],
          [-0.1, -1.6],
          [0.15, -2.1],
        ]),
        0.03,
        ink,
        0.7,
      );
      for (const [index, y] of [-1.05, -1.4, -1.75].entries()) {
        const x = index % 2 === 0 ? 0.06 : -0.04;
        pen.shape(
          [
            [x, y],
            [x - 0.16, y + 0.1],
            [x - 0.16, y - 0.1],
          ],
          pen.accent,
        );
        pen.shape(
          [
            [x, y],
            [x + 0.16, y + 0.1],
            [x + 0.16, y - 0.1],
          ],
          pen.accent,
        );
      }
      pen.shape([
        [0, 1],
        [0.68, 0.25],
        [0, -0.8],
        [-0.68, 0.25],
      ]);
      pen.shape(
        [
          [0, 1],
          [0.68, 0.25],
          [0, 0.25],
        ],
        pen.light,
      );
      pen.shape(
        [
          [0, 0.25],
          [0.68, 0.25],
          [0, -0.8],
        ],
        pen.dark,
      );
      pen.stroke(
        [
          [0, 1],
          [0, -0.8],
        ],
        0.025,
        cream,
        0.8,
      );
      pen.stroke(
        [
          [-0.68, 0.25],
          [0.68, 0.25],
        ],
        0.025,
        cream,
        0.8,
      );
    },
    '#f3cf4a',
  ),
  noun('sun', 'sky', 0.75, '#f4b942', (pen) => {
    for (const [radius, alpha] of [
      [1.5, 0.12],
      [1.2, 0.18],
      [0.95, 0.25],
    ] as const)
      pen.oval(0, 0, radius, radius, pen.light, alpha);
    pen.oval(0, 0, 0.75, 0.75);
  }),
  noun('moon', 'sky', 0.6, '#f3e7c4', (pen) => {
    pen.oval(0, 0, 1.15, 1.15, pen.light, 0.12);
    pen.oval(0, 0, 0.8, 0.8);
    for (const [x, y, radius] of [
      [-0.25, 0.2, 0.16],
      [0.2, -0.1, 0.2],
      [-0.1, -0.4, 0.1],
    ] as const)
      pen.oval(x, y, radius, radius, pen.dark, 0.25);
  }),
  noun('star stars', 'sky', 0.32, '#f3cf4a', (pen) => {
    pen.oval(0, 0, 1.3, 1.3, pen.light, 0.15);
    pen.shape(spikes(5, 0.42, 1));
  }),
  noun('cloud clouds', 'sky', 0.8, '#f6f4ee', (pen) => {
    for (const [x, y, radius] of [
      [-0.55, -0.1, 0.35],
      [-0.1, 0.12, 0.48],
      [0.4, 0, 0.4],
      [0.75, -0.15, 0.25],
    ] as const)
      pen.oval(x, y, radius, radius * 0.85);
    pen.box(-0.8, -0.42, 1.7, 0.3);
  }),
  noun('balloon balloons', 'sky', 0.9, '#e0563f', (pen) => {
    pen.stroke(
      smooth([
        [0, -0.75],
        [0.08, -1.1],
        [-0.05, -1.5],
      ]),
      0.025,
      ink,
      0.6,
    );
    pen.oval(0, 0.1, 0.68, 0.85);
    pen.oval(0.12, 0.1, 0.35, 0.85, pen.light, 0.45);
    pen.shape(
      [
        [-0.1, -0.85],
        [0.1, -0.85],
        [0, -0.68],
      ],
      pen.dark,
    );
  }),
  noun('bird birds', 'sky', 0.6, '#3c6fc4', (pen) => {
    pen.shape(
      smooth([
        [-0.9, -0.1],
        [-0.3, 0.2],
        [0.35, 0.25],
        [0.6, 0.1],
        [0.2, -0.35],
        [-0.4, -0.35],
        [-0.9, -0.1],
      ]),
    );
    pen.shape(
      smooth([
        [-0.3, 0.1],
        [-0.1, 0.9],
        [0.3, 0.2],
        [0, 0],
        [-0.3, 0.1],
      ]),
      pen.dark,
    );
    pen.shape(
      [
        [0.58, 0.18],
        [0.85, 0.08],
        [0.58, 0],
      ],
      hex('#ee8434'),
    );
    eye(pen, 0.4, 0.14, 0.05);
  }),
  noun('butterfly butterflies', 'sky', 0.5, '#c24a94', (pen) => {
    for (const side of [-1, 1]) {
      pen.oval(side * 0.5, 0.35, 0.45, 0.5);
      pen.oval(side * 0.4, -0.4, 0.34, 0.36, pen.dark);
      pen.oval(side * 0.5, 0.35, 0.2, 0.24, pen.light);
    }
    pen.oval(0, 0, 0.09, 0.65, ink);
  }),
  noun(
    'rocket rockets spaceship',
    'sky',
    1.1,
    '#f0efe8',
    (pen) => {
      pen.shape(
        smooth([
          [-0.2, -0.7],
          [0, -1.5],
          [0.2, -0.7],
        ]),
        hex('#f0a830'),
      );
      pen.shape(
        [
          [-0.35, -0.2],
          [-0.75, -0.85],
          [-0.25, -0.7],
        ],
        pen.accent,
      );
      pen.shape(
        [
          [0.35, -0.2],
          [0.75, -0.85],
          [0.25, -0.7],
        ],
        pen.accent,
      );
      pen.shape(
        smooth([
          [-0.3, -0.7],
          [-0.42, 0.2],
          [0, 1.15],
          [0.42, 0.2],
          [0.3, -0.7],
          [-0.3, -0.7],
        ]),
      );
      pen.shape(
        smooth([
          [0, -0.7],
          [0.05, 0.2],
          [0, 1.15],
          [0.42, 0.2],
          [0.3, -0.7],
          [0, -0.7],
        ]),
        pen.dark,
        0.35,
      );
      pen.oval(0, 0.3, 0.2, 0.2, hex('#46bcd6'));
    },
    '#d9413a',
  ),
  noun(
    'planet planets',
    'sky',
    0.8,
    '#c9825b',
    (pen) => {
      pen.oval(0, 0, 0.7, 0.7);
      pen.oval(-0.1, 0.15, 0.5, 0.12, pen.light, 0.6);
      pen.stroke(ring(0, 0, 1.15, 0.3), 0.06, pen.accent);
    },
    '#f5e9cc',
  ),
  noun('tree trees oak', 'ground', 1.3, '#4b9a56', (pen) => {
    pen.shape(
      [
        [-0.13, -1],
        [0.13, -1],
        [0.08, 0],
        [-0.08, 0],
      ],
      wood,
    );
    for (const [x, y, radius] of [
      [-0.35, 0.1, 0.42],
      [0.36, 0.08, 0.42],
      [0, 0.5, 0.52],
    ] as const)
      pen.oval(x, y, radius, radius);
    pen.oval(0.18, 0.6, 0.3, 0.28, pen.light, 0.5);
  }),
  noun('pine fir spruce forest woods', 'ground', 1.3, '#2f7a5a', (pen) => {
    pen.box(-0.09, -1, 0.18, 0.35, wood);
    for (const [y, width] of [
      [-0.75, 0.62],
      [-0.3, 0.5],
      [0.15, 0.38],
    ] as const) {
      pen.shape([
        [-width, y],
        [width, y],
        [0, y + 0.8],
      ]);
      pen.shape(
        [
          [0, y],
          [width, y],
          [0, y + 0.8],
        ],
        pen.dark,
        0.5,
      );
    }
  }),
  noun(
    'house houses home cottage',
    'ground',
    1.15,
    '#e6c9a0',
    (pen) => {
      pen.box(-0.7, -1, 1.4, 1);
      pen.box(0.2, -1, 0.5, 1, pen.dark, 0.25);
      pen.box(0.32, 0.35, 0.2, 0.45, pen.dark);
      pen.shape(
        [
          [-0.88, -0.02],
          [0.88, -0.02],
          [0, 0.78],
        ],
        pen.accent,
      );
      pen.box(-0.16, -1, 0.34, 0.58, wood);
      pen.box(-0.55, -0.5, 0.28, 0.28, hex('#9ad0e0'));
      pen.box(0.3, -0.5, 0.28, 0.28, hex('#9ad0e0'));
    },
    '#b3492f',
  ),
  noun(
    'castle tower lighthouse',
    'ground',
    1.3,
    '#b8b2a6',
    (pen) => {
      for (const x of [-0.7, 0.4]) {
        pen.box(x, -1, 0.34, 1.5);
        pen.shape(
          [
            [x - 0.06, 0.5],
            [x + 0.4, 0.5],
            [x + 0.17, 1.05],
          ],
          pen.accent,
        );
      }
      pen.box(-0.4, -1, 0.84, 1.1, pen.light);
      for (const x of [-0.4, -0.12, 0.16]) pen.box(x, 0.1, 0.16, 0.16, pen.light);
      pen.shape(
        [...ring(0.02, -0.62, 0.2, 0.25).filter(([, y]) => y >= -0.62), [-0.18, -1], [0.22, -1]],
        ink,
        0.75,
      );
    },
    '#3c6fc4',
  ),
  noun('mountain mountains', 'ground', 1.8, '#7e8aa3', (pen) => {
    pen.shape([
      [-1.2, -1],
      [0, 0.8],
      [1.2, -1],
    ]);
    pen.shape(
      [
        [0, 0.8],
        [1.2, -1],
        [0.2, -1],
      ],
      pen.dark,
      0.6,
    );
    pen.shape(
      [
        [0, 0.8],
        [-0.32, 0.32],
        [-0.1, 0.4],
        [0.05, 0.25],
        [0.18, 0.42],
        [0.32, 0.32],
      ],
      cream,
    );
  }),
  noun(
    'flower flowers tulip rose daisy sunflower',
    'ground',
    0.7,
    '#e2718f',
    (pen) => {
      pen.stroke(
        [
          [0, -1],
          [0, 0.2],
        ],
        0.07,
        leafGreen,
      );
      leaf(pen, 0, -0.6, 0.6, 0.7, leafGreen);
      leaf(pen, 0, -0.4, 0.55, 2.4, leafGreen);
      for (let index = 0; index < 8; index++) {
        const angle = (index / 8) * 2 * Math.PI;
        pen.oval(Math.cos(angle) * 0.34, 0.42 + Math.sin(angle) * 0.34, 0.22, 0.22);
      }
      pen.oval(0, 0.42, 0.24, 0.24, pen.accent);
    },
    '#f3cf4a',
  ),
  noun('mushroom mushrooms', 'ground', 0.7, '#d9413a', (pen) => {
    pen.shape(
      smooth([
        [-0.2, -1],
        [-0.15, -0.1],
        [0.15, -0.1],
        [0.2, -1],
        [-0.2, -1],
      ]),
      cream,
    );
    pen.shape([...ring(0, -0.1, 0.8, 0.75).filter(([, y]) => y >= -0.12)]);
    for (const [x, y, radius] of [
      [-0.35, 0.2, 0.12],
      [0.1, 0.4, 0.14],
      [0.45, 0.1, 0.1],
    ] as const)
      pen.oval(x, y, radius, radius, cream);
  }),
  noun('dog puppy', 'ground', 0.8, '#b8804f', (pen) => {
    pen.stroke(
      smooth([
        [0.6, -0.3],
        [0.9, 0],
        [0.85, 0.3],
      ]),
      0.13,
    );
    pen.oval(0.1, -0.4, 0.6, 0.36);
    for (const x of [-0.35, -0.1, 0.3, 0.55]) pen.box(x - 0.08, -1, 0.16, 0.55);
    pen.oval(-0.45, 0.1, 0.36, 0.34);
    pen.oval(-0.72, 0, 0.2, 0.15, pen.light);
    pen.oval(-0.2, 0.1, 0.13, 0.32, pen.dark);
    pen.oval(-0.88, 0.06, 0.06, 0.05, ink);
    eye(pen, -0.55, 0.2);
  }),
  noun('cat kitten', 'ground', 0.75, '#8e8378', (pen) => {
    pen.stroke(
      smooth([
        [0.45, -0.8],
        [0.95, -0.6],
        [0.85, 0],
        [1, 0.3],
      ]),
      0.12,
    );
    pen.shape(
      smooth([
        [-0.45, -1],
        [-0.4, -0.2],
        [0, 0.1],
        [0.4, -0.2],
        [0.5, -1],
        [-0.45, -1],
      ]),
    );
    pen.oval(0, 0.32, 0.42, 0.36);
    for (const side of [-1, 1])
      pen.shape([
        [side * 0.4, 0.4],
        [side * 0.36, 0.85],
        [side * 0.1, 0.62],
      ]);
    eye(pen, -0.16, 0.36, 0.07);
    eye(pen, 0.16, 0.36, 0.07);
    pen.shape(
      [
        [-0.05, 0.24],
        [0.05, 0.24],
        [0, 0.18],
      ],
      hex('#ef8fa9'),
    );
  }),
  noun('fox foxes', 'ground', 0.8, '#dd7230', (pen) => {
    pen.shape(
      smooth([
        [0.3, -0.9],
        [0.9, -0.7],
        [1.05, 0],
        [0.75, -0.3],
        [0.4, -0.6],
        [0.3, -0.9],
      ]),
    );
    pen.oval(1, -0.05, 0.12, 0.14, cream);
    pen.shape(
      smooth([
        [-0.4, -1],
        [-0.35, -0.3],
        [0, 0],
        [0.35, -0.4],
        [0.4, -1],
        [-0.4, -1],
      ]),
    );
    pen.shape([
      [-0.55, 0.9],
      [-0.1, 0.55],
      [0.1, 0.55],
      [0.55, 0.9],
      [0.5, 0.3],
      [0, -0.15],
      [-0.5, 0.3],
    ]);
    pen.shape(
      [
        [-0.5, 0.3],
        [0, -0.15],
        [-0.1, 0.3],
      ],
      cream,
    );
    pen.shape(
      [
        [0.5, 0.3],
        [0, -0.15],
        [0.1, 0.3],
      ],
      cream,
    );
    eye(pen, -0.2, 0.38);
    eye(pen, 0.2, 0.38);
    pen.oval(0, -0.1, 0.07, 0.06, ink);
  }),
  noun('fish fishes', 'water', 0.6, '#ee8434', (pen) => {
    pen.shape(
      [
        [0.5, 0],
        [1, 0.4],
        [1, -0.4],
      ],
      pen.dark,
    );
    pen.shape(
      smooth([
        [-0.9, 0],
        [-0.3, 0.5],
        [0.6, 0.05],
        [0.6, -0.05],
        [-0.3, -0.5],
        [-0.9, 0],
      ]),
    );
    pen.shape(
      smooth([
        [-0.2, 0.42],
        [0.1, 0.75],
        [0.3, 0.2],
      ]),
      pen.dark,
    );
    eye(pen, -0.55, 0.1, 0.08);
  }),
  noun(
    'boat sailboat ship ships boats',
    'water',
    1,
    '#f6f4ee',
    (pen) => {
      pen.box(-0.03, -0.5, 0.06, 1.5, wood);
      pen.shape([
        [0.08, 0.95],
        [0.08, -0.4],
        [0.75, -0.4],
      ]);
      pen.shape(
        [
          [-0.08, 0.75],
          [-0.08, -0.4],
          [-0.55, -0.4],
        ],
        pen.dark,
        0.8,
      );
      pen.shape(
        [
          [-0.85, -0.5],
          [0.95, -0.5],
          [0.6, -0.95],
          [-0.6, -0.95],
        ],
        pen.accent,
      );
    },
    '#b3492f',
  ),
  noun('car cars', 'ground', 0.9, '#d9413a', (pen) => {
    pen.shape(
      smooth([
        [-0.5, -0.45],
        [-0.35, -0.05],
        [0.3, -0.05],
        [0.6, -0.45],
      ]),
      pen.dark,
    );
    pen.shape(
      [
        [-0.36, -0.42],
        [-0.25, -0.13],
        [-0.02, -0.13],
        [-0.02, -0.42],
      ],
      hex('#bfe3ec'),
    );
    pen.shape(
      [
        [0.06, -0.42],
        [0.06, -0.13],
        [0.26, -0.13],
        [0.45, -0.42],
      ],
      hex('#bfe3ec'),
    );
    pen.shape(
      smooth([
        [-1, -0.85],
        [-0.98, -0.5],
        [-0.5, -0.42],
        [0.6, -0.42],
        [0.98, -0.55],
        [1, -0.85],
        [-1, -0.85],
      ]),
    );
    wheel(pen, -0.55, -0.82, 0.2);
    wheel(pen, 0.55, -0.82, 0.2);
  }),
  noun('bicycle bike', 'ground', 0.9, '#2b8c8c', (pen) => {
    for (const x of [-0.55, 0.55]) pen.stroke(ring(x, -0.6, 0.38, 0.38), 0.06, ink);
    pen.stroke(
      [
        [-0.55, -0.6],
        [-0.2, 0.05],
        [0.4, 0.05],
        [0.55, -0.6],
        [0, -0.6],
        [-0.2, 0.05],
      ],
      0.07,
    );
    pen.stroke(
      [
        [0.4, 0.05],
        [0, -0.6],
        [-0.55, -0.6],
      ],
      0.07,
    );
    pen.stroke(
      [
        [-0.35, 0.2],
        [-0.08, 0.2],
      ],
      0.1,
      ink,
    );
    pen.stroke(
      [
        [0.4, 0.05],
        [0.35, 0.3],
        [0.55, 0.32],
      ],
      0.06,
      ink,
    );
  }),
  noun(
    'robot robots',
    'ground',
    1,
    '#9fb4c4',
    (pen) => {
      pen.stroke(
        [
          [0, 0.75],
          [0, 1.05],
        ],
        0.05,
        ink,
      );
      pen.oval(0, 1.08, 0.09, 0.09, pen.accent);
      pen.box(-0.45, 0.15, 0.9, 0.62);
      pen.box(-0.3, 0.3, 0.6, 0.3, ink);
      pen.oval(-0.14, 0.45, 0.08, 0.08, pen.accent);
      pen.oval(0.14, 0.45, 0.08, 0.08, pen.accent);
      pen.box(-0.55, -0.6, 1.1, 0.68, pen.dark);
      pen.oval(0, -0.25, 0.18, 0.18, pen.light);
      for (const x of [-0.35, 0.15]) pen.box(x, -1, 0.2, 0.4);
      for (const side of [-1, 1])
        pen.stroke(
          [
            [side * 0.6, -0.05],
            [side * 0.8, -0.5],
          ],
          0.13,
        );
    },
    '#3fb7b0',
  ),
  noun(
    'person man woman child girl boy people',
    'ground',
    0.95,
    '#3c6fc4',
    (pen) => {
      pen.box(-0.22, -1, 0.18, 0.6, ink);
      pen.box(0.04, -1, 0.18, 0.6, ink);
      pen.shape(
        smooth([
          [-0.35, -0.45],
          [-0.28, 0.15],
          [0, 0.3],
          [0.28, 0.15],
          [0.35, -0.45],
          [-0.35, -0.45],
        ]),
      );
      pen.oval(0, 0.55, 0.24, 0.27, skin);
      pen.shape(
        ring(0, 0.62, 0.26, 0.25).filter(([, y]) => y >= 0.6),
        pen.accent,
      );
    },
    '#5b3a29',
  ),
  noun('bridge', 'water', 1.6, '#a9644a', (pen) => {
    pen.shape([
      ...ring(0, -0.6, 0.9, 0.8)
        .filter(([, y]) => y >= -0.6)
        .reverse(),
      [-1.2, -0.6],
      [-1.2, 0.35],
      [1.2, 0.35],
      [1.2, -0.6],
    ]);
    pen.box(-1.2, 0.3, 2.4, 0.12, pen.dark);
  }),
  noun('lamp lantern', 'table', 0.9, '#f0c75e', (pen) => {
    pen.oval(0, 0.2, 0.9, 0.8, hex('#fff2c4'), 0.25);
    pen.box(-0.04, -0.85, 0.08, 1, ink);
    pen.oval(0, -0.9, 0.35, 0.1, ink);
    pen.shape([
      [-0.28, 0.8],
      [0.28, 0.8],
      [0.55, 0.1],
      [-0.55, 0.1],
    ]);
    pen.shape(
      [
        [0.02, 0.8],
        [0.28, 0.8],
        [0.55, 0.1],
        [0.02, 0.1],
      ],
      pen.dark,
      0.3,
    );
  }),
  noun('chair chairs armchair', 'ground', 0.95, '#c98a4b', (pen) => {
    pen.box(-0.5, -0.2, 0.12, 1.1, pen.dark);
    pen.box(0.3, -0.2, 0.12, 1.1, pen.dark);
    pen.box(-0.5, 0.2, 0.92, 0.62);
    pen.box(-0.58, -0.3, 1.1, 0.18);
    for (const x of [-0.54, 0.36]) pen.box(x, -1, 0.12, 0.72, pen.dark);
  }),
  noun('desk', 'ground', 1.1, '#a8744a', (pen) => {
    pen.box(-1, -0.15, 2, 0.16);
    for (const x of [-0.9, 0.76]) pen.box(x, -1, 0.14, 0.86, pen.dark);
  }),
  noun('cup mug coffee tea', 'table', 0.65, '#2b8c8c', (pen) => {
    for (const x of [-0.2, 0.1])
      pen.stroke(
        smooth([
          [x, 0.45],
          [x + 0.1, 0.65],
          [x - 0.05, 0.85],
          [x + 0.05, 1.05],
        ]),
        0.05,
        cream,
        0.6,
      );
    pen.stroke(ring(0.55, -0.3, 0.26, 0.28), 0.11);
    pen.shape(
      smooth([
        [-0.55, 0.25],
        [-0.48, -0.7],
        [-0.25, -0.95],
        [0.25, -0.95],
        [0.48, -0.7],
        [0.55, 0.25],
      ]),
    );
    pen.oval(0, 0.25, 0.55, 0.12, pen.light);
    pen.oval(0, 0.24, 0.46, 0.09, hex('#5b3a29'));
  }),
  noun('book books', 'table', 0.8, '#b3492f', (pen) => {
    pen.shape([
      [0, -0.55],
      [0.95, -0.4],
      [0.95, 0.5],
      [0, 0.35],
    ]);
    pen.shape(
      [
        [0, -0.55],
        [-0.95, -0.4],
        [-0.95, 0.5],
        [0, 0.35],
      ],
      pen.dark,
    );
    pen.shape(
      [
        [0.04, -0.45],
        [0.87, -0.32],
        [0.87, 0.46],
        [0.04, 0.33],
      ],
      cream,
    );
    pen.shape(
      [
        [-0.04, -0.45],
        [-0.87, -0.32],
        [-0.87, 0.46],
        [-0.04, 0.33],
      ],
      mix(cream, ink, 0.08),
    );
    for (const y of [0.2, 0, -0.2]) {
      pen.stroke(
        [
          [0.15, y],
          [0.75, y + 0.1],
        ],
        0.03,
        ink,
        0.4,
      );
      pen.stroke(
        [
          [-0.15, y],
          [-0.75, y + 0.1],
        ],
        0.03,
        ink,
        0.4,
      );
    }
  }),
  noun('pot vase', 'table', 0.9, '#3c6fc4', (pen) => pot(pen, pen.color, pen.dark)),
  noun(
    'fern plant houseplant leaves',
    'table',
    0.95,
    '#4b9a56',
    (pen) => {
      for (let index = 0; index < 11; index++) {
        const angle = Math.PI * (0.08 + (index / 10) * 0.84);
        leaf(pen, 0, -0.35, 0.95 + (index % 3) * 0.14, angle, index % 2 === 0 ? pen.color : pen.light);
      }
      pot(pen, pen.accent, mix(pen.accent, ink, 0.3));
    },
    '#c26b45',
  ),
  noun('leaf', 'table', 0.8, '#4b9a56', (pen) => {
    leaf(pen, -0.8, -0.6, 2, 0.7, pen.color);
    pen.stroke(
      [
        [-0.9, -0.7],
        [0.6, 0.6],
      ],
      0.05,
      pen.dark,
    );
  }),
  noun('apple apples fruit', 'table', 0.65, '#d9413a', (pen) => {
    pen.oval(-0.2, -0.1, 0.5, 0.58);
    pen.oval(0.2, -0.1, 0.5, 0.58);
    pen.oval(-0.35, 0.15, 0.12, 0.2, pen.light, 0.7);
    pen.stroke(
      [
        [0, 0.35],
        [0.06, 0.7],
      ],
      0.08,
      wood,
    );
    leaf(pen, 0.06, 0.6, 0.5, 0.4, leafGreen);
  }),
  noun('heart hearts', 'sky', 0.7, '#d9413a', (pen) => {
    pen.shape(
      Array.from({ length: 60 }, (_, index): Point => {
        const angle = (index / 60) * 2 * Math.PI;
        const y =
          13 * Math.cos(angle) - 5 * Math.cos(2 * angle) - 2 * Math.cos(3 * angle) - Math.cos(4 * angle);
        return [Math.sin(angle) ** 3 * 0.95, y / 17];
      }),
    );
    pen.oval(-0.4, 0.35, 0.14, 0.2, pen.light, 0.7);
  }),
  noun('key keys', 'table', 0.7, '#dcae3c', (pen) => {
    pen.stroke(ring(-0.5, 0, 0.32, 0.32), 0.15);
    pen.stroke(
      [
        [-0.2, 0],
        [0.85, 0],
      ],
      0.15,
    );
    pen.stroke(
      [
        [0.6, 0],
        [0.6, -0.28],
      ],
      0.13,
    );
    pen.stroke(
      [
        [0.82, 0],
        [0.82, -0.34],
      ],
      0.13,
    );
  }),
  noun('lock padlock shield security', 'table', 0.75, '#dcae3c', (pen) => {
    pen.stroke(
      ring(0, 0.25, 0.38, 0.45).filter(([, y]) => y >= 0.1),
      0.14,
      hex('#8e9299'),
    );
    pen.box(-0.6, -0.8, 1.2, 0.95);
    pen.box(0.1, -0.8, 0.5, 0.95, pen.dark, 0.3);
    pen.oval(0, -0.25, 0.12, 0.12, ink);
    pen.shape(
      [
        [-0.05, -0.25],
        [0.05, -0.25],
        [0.09, -0.55],
        [-0.09, -0.55],
      ],
      ink,
    );
  }),
  noun('gear gears cog settings machine', 'table', 0.8, '#8e9299', (pen) => {
    pen.shape(spikes(10, 0.72, 0.98));
    pen.oval(0, 0, 0.76, 0.76);
    pen.oval(0, 0, 0.5, 0.5, pen.dark);
    pen.oval(0, 0, 0.26, 0.26, cream);
  }),
  noun('bottle', 'table', 0.85, '#2f7a5a', (pen) => {
    pen.shape(
      smooth(
        [
          [-0.32, -1],
          [-0.34, 0.1],
          [-0.12, 0.45],
          [-0.12, 0.95],
          [0.12, 0.95],
          [0.12, 0.45],
          [0.34, 0.1],
          [0.32, -1],
          [-0.32, -1],
        ],
        6,
      ),
    );
    pen.box(-0.3, -0.65, 0.6, 0.55, cream);
  }),
  noun('umbrella', 'ground', 0.9, '#d9413a', (pen) => {
    pen.stroke(
      [
        [0, 0.3],
        [0, -0.8],
        [0.15, -0.95],
        [0.28, -0.8],
      ],
      0.06,
      ink,
    );
    pen.shape(ring(0, 0.15, 0.95, 0.75).filter(([, y]) => y >= 0.15));
    pen.shape(
      [
        [0, 0.9],
        [-0.32, 0.15],
        [0.32, 0.15],
      ],
      pen.light,
    );
  }),
  noun('ball football', 'ground', 0.5, '#ee8434', (pen) => {
    pen.oval(0, -0.3, 0.7, 0.7);
    pen.oval(-0.2, -0.1, 0.3, 0.3, pen.light, 0.6);
    pen.stroke(ring(0, -0.3, 0.25, 0.7), 0.05, pen.dark);
  }),
  noun('shoe sneaker boot', 'ground', 0.8, '#3c6fc4', (pen) => {
    pen.shape(
      smooth([
        [-0.8, -0.7],
        [-0.75, 0.2],
        [-0.25, 0.25],
        [0, -0.2],
        [0.7, -0.4],
        [0.95, -0.75],
        [-0.8, -0.7],
      ]),
    );
    pen.box(-0.85, -0.92, 1.8, 0.2, cream);
    for (const x of [-0.15, 0.05, 0.25])
      pen.stroke(
        [
          [x, -0.12 - x * 0.3],
          [x + 0.15, -0.28 - x * 0.3],
        ],
        0.05,
        cream,
      );
  }),
];
