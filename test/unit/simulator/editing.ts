import assert from 'node:assert/strict';
import { InvokeModelCommand, type BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import sharp, { type Sharp } from 'sharp';
import { startSimulator, type RunningSimulator } from '../../../src/simulator/server';
import { http1Client } from './clients';

/** A simulator in which every model lives, and one client for it. */
export interface Bench {
  readonly simulator: RunningSimulator;
  send(modelId: string, body: unknown): Promise<Record<string, unknown>>;
  /** The first image of the answer. */
  edit(modelId: string, body: unknown): Promise<Pixels>;
  /** The sentence of a ValidationException; anything else fails the test. */
  refused(modelId: string, body: unknown): Promise<string>;
  close(): Promise<void>;
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly format: string;
  readonly data: Buffer;
}

export async function openBench(): Promise<Bench> {
  const simulator = await startSimulator({ lifecycle: 'active' });
  const client: BedrockRuntimeClient = http1Client(simulator);
  const send = async (modelId: string, body: unknown): Promise<Record<string, unknown>> => {
    const answer = await client.send(
      new InvokeModelCommand({ modelId, contentType: 'application/json', body: JSON.stringify(body) }),
    );
    return JSON.parse(new TextDecoder().decode(answer.body)) as Record<string, unknown>;
  };
  return {
    simulator,
    send,
    edit: async (modelId, body) => {
      const [image] = imagesOf(await send(modelId, body));
      assert.ok(image);
      return pixelsOf(image);
    },
    refused: async (modelId, body) => {
      const error: unknown = await send(modelId, body).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      assert.ok(error instanceof Error, 'the request was not refused');
      assert.equal(error.name, 'ValidationException', error.message);
      return error.message;
    },
    close: async () => {
      client.destroy();
      await simulator.close();
    },
  };
}

export function imagesOf(answer: Record<string, unknown>): readonly Buffer[] {
  return (answer['images'] as string[]).map((text) => Buffer.from(text, 'base64'));
}

export async function pixelsOf(file: Buffer): Promise<Pixels> {
  const { format } = await sharp(file).metadata();
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  return { width, height, channels, format, data };
}

export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** A scene with a red disc in its middle on a calm ground, as large as it is asked for. */
export function scene(width: number, height: number): Sharp {
  const radius = Math.min(width, height) * 0.22;
  return sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
        <rect width="100%" height="100%" fill="#c8d8e0"/>
        <circle cx="${width / 2}" cy="${height / 2}" r="${radius}" fill="#d02818"/>
      </svg>`,
    ),
  ).flatten({ background: '#ffffff' });
}

export async function base64Of(
  picture: Sharp,
  format: 'png' | 'jpeg' | 'webp' | 'gif' = 'png',
): Promise<string> {
  // A quality would turn a PNG into one with a palette.
  const options = format === 'jpeg' ? { quality: 100 } : {};
  return (await picture.toFormat(format, options).toBuffer()).toString('base64');
}

/** One color with a rectangle of another in it. */
export async function mask(
  size: { readonly width: number; readonly height: number },
  area: Area,
  inside: string,
  outside: string,
): Promise<Sharp> {
  const part = await sharp({
    create: { width: area.width, height: area.height, channels: 3, background: inside },
  })
    .png()
    .toBuffer();
  return sharp(
    await sharp({ create: { ...size, channels: 3, background: outside } })
      .composite([{ input: part, left: area.left, top: area.top }])
      .png()
      .toBuffer(),
  );
}

/** How far two pictures of one size are apart, in levels, over the pixels that are chosen. */
export function difference(
  one: Pixels,
  other: Pixels,
  isChosen: (x: number, y: number) => boolean = () => true,
): { readonly mean: number; readonly max: number } {
  assert.deepEqual([one.width, one.height], [other.width, other.height]);
  let [sum, count, max] = [0, 0, 0];
  for (let y = 0; y < one.height; y++) {
    for (let x = 0; x < one.width; x++) {
      if (!isChosen(x, y)) continue;
      for (let channel = 0; channel < 3; channel++) {
        const at = y * one.width + x;
        const gap = Math.abs(
          (one.data[at * one.channels + channel] ?? 0) - (other.data[at * other.channels + channel] ?? 0),
        );
        sum += gap;
        count++;
        max = Math.max(max, gap);
      }
    }
  }
  return { mean: sum / count, max };
}

export function within({ left, top, width, height }: Area): (x: number, y: number) => boolean {
  return (x, y) => x >= left && x < left + width && y >= top && y < top + height;
}

export function beyond(area: Area, byPx = 0): (x: number, y: number) => boolean {
  const isNear = within({
    left: area.left - byPx,
    top: area.top - byPx,
    width: area.width + 2 * byPx,
    height: area.height + 2 * byPx,
  });
  return (x, y) => !isNear(x, y);
}

export function colorAt({ width, channels, data }: Pixels, x: number, y: number): readonly number[] {
  const at = (y * width + x) * channels;
  return [...data.subarray(at, at + channels)];
}
