import { box, findBox, fullBox, readBoxes, uint16, uint32 } from './boxes';

/** H.264 pictures in their order, as MP4 holds them: each NAL unit after four bytes of its length. */
export interface Track {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** The decoder's configuration, content of `avcC`. */
  readonly configuration: Buffer;
  readonly samples: readonly Buffer[];
}

/** Ticks of each picture: enough for every whole rate. */
const TICKS = 1000;

/** The one NAL unit type from which a decoder can begin. */
const IDR = 5;

/** A fixed-point 1 and the matrix that changes nothing, as MP4 writes them. */
const unity = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);

/** @throws Error for what is no MP4 with one H.264 track whose samples lie in order */
export function readTrack(file: Buffer, fps: number): Track {
  const table = findBox(file, 'moov/trak/mdia/minf/stbl');
  const entry = table && findBox(table, 'stsd')?.subarray(8);
  const video = entry && readBoxes(entry)?.find(({ type }) => type === 'avc1')?.content;
  const configuration = video && findBox(video.subarray(78), 'avcC');
  const sizes = table && findBox(table, 'stsz');
  const mdat = findBox(file, 'mdat');
  if (!video || !configuration || !sizes || !mdat) throw new Error('Not a film with an H.264 track');
  const samples: Buffer[] = [];
  let at = 0;
  for (let index = 0; index < sizes.readUInt32BE(8); index++) {
    const size = sizes.readUInt32BE(12 + index * 4);
    samples.push(mdat.subarray(at, at + size));
    at += size;
  }
  return { width: video.readUInt16BE(24), height: video.readUInt16BE(26), fps, configuration, samples };
}

/** One track after the other; all were encoded with the same settings. */
export function joined(tracks: readonly Track[]): Track {
  const [first] = tracks;
  if (!first) throw new Error('A film has at least one shot');
  return { ...first, samples: tracks.flatMap(({ samples }) => samples) };
}

/**
 * A file that plays while it still arrives: what describes the pictures stands before them.
 *
 * @see https://developer.apple.com/documentation/quicktime-file-format
 */
export function writeMp4(track: Track): Buffer {
  const start = box('ftyp', Buffer.from('isom'), uint32(0x200), Buffer.from('isomiso2avc1mp41'));
  // The place of the pictures does not change the length of what says it.
  const head = start.length + movie(track, 0).length + 8;
  return Buffer.concat([start, movie(track, head), box('mdat', ...track.samples)]);
}

function movie(track: Track, samplesAt: number): Buffer {
  const { width, height, fps, samples } = track;
  const scale = fps * TICKS;
  const duration = samples.length * TICKS;
  const header = fullBox(
    'mvhd',
    0,
    uint32(0, 0, scale, duration, 0x10000),
    uint16(0x100, 0),
    uint32(0, 0),
    unity,
    Buffer.alloc(24),
    uint32(2),
  );
  const trackHeader = fullBox(
    'tkhd',
    3,
    uint32(0, 0, 1, 0, duration, 0, 0, 0, 0),
    unity,
    uint32(width * 0x10000, height * 0x10000),
  );
  const media = box(
    'mdia',
    fullBox('mdhd', 0, uint32(0, 0, scale, duration), uint16(0x55c4, 0)),
    fullBox('hdlr', 0, uint32(0), Buffer.from('vide'), uint32(0, 0, 0), Buffer.from('Video\0')),
    box(
      'minf',
      fullBox('vmhd', 1, Buffer.alloc(8)),
      box('dinf', fullBox('dref', 0, uint32(1), fullBox('url ', 1))),
      sampleTable(track, samplesAt),
    ),
  );
  return box('moov', header, box('trak', trackHeader, media));
}

function sampleTable({ width, height, configuration, samples }: Track, samplesAt: number): Buffer {
  const keys = samples.flatMap((sample, index) => (startsAnew(sample) ? [index + 1] : []));
  const entry = box(
    'avc1',
    Buffer.alloc(6),
    uint16(1),
    Buffer.alloc(16),
    uint16(width, height),
    uint32(0x480000, 0x480000, 0),
    uint16(1),
    Buffer.alloc(32),
    uint16(24, 0xffff),
    box('avcC', configuration),
    // Colors by BT.709 in the limited range; players guess otherwise, each in its own way.
    box('colr', Buffer.from('nclx'), uint16(1, 1, 1), Buffer.from([0])),
  );
  return box(
    'stbl',
    fullBox('stsd', 0, uint32(1), entry),
    fullBox('stts', 0, uint32(1, samples.length, TICKS)),
    fullBox('stss', 0, uint32(keys.length, ...keys)),
    fullBox('stsc', 0, uint32(1, 1, samples.length, 1)),
    fullBox('stsz', 0, uint32(0, samples.length, ...samples.map(({ length }) => length))),
    fullBox('stco', 0, uint32(1, samplesAt)),
  );
}

function startsAnew(sample: Buffer): boolean {
  for (let at = 0; at + 4 < sample.length; at += 4 + sample.readUInt32BE(at)) {
    if (((sample[at + 4] ?? 0) & 31) === IDR) return true;
  }
  return false;
}
