;; Scans of rows of sign bits with 128-bit SIMD, which every engine since 2021 has. All addresses are in bytes.
(module
  (import "host" "memory" (memory 1 65536))

  ;; Signs of rows relative to a center, and what an estimate needs of each row. Rows of signs lie in groups of 32: first
  ;; the first eight signs of each of the 32 rows, then the next eight of each, and so on.
  ;;
  ;; $rows: signed bytes; $steps: what a step of each row stands for; $center: as many 32-bit floats as a row has bytes;
  ;; $signs: the place of the first row in its group. For a row r beyond the center, with signs b of +1 and -1:
  ;; $scales: r.r / r.b; $alongs: r.center; $spreads: $scales times the sine of the angle between r and b.
  (func (export "takeSigns")
    (param $rows i32) (param $rowBytes i32) (param $count i32) (param $dimensions f32) (param $steps i32)
    (param $center i32) (param $signs i32) (param $scales i32) (param $alongs i32) (param $spreads i32)
    (local $rowEnd i32) (local $place i32) (local $c i32) (local $bits i32) (local $step v128) (local $bytes v128)
    (local $r v128) (local $near v128) (local $middle v128) (local $total v128) (local $square v128) (local $along v128)
    (local $maskA v128) (local $maskB v128) (local $maskC v128) (local $maskD v128) (local $low v128) (local $high v128)
    (local $length f32) (local $product f32) (local $scale f32)
    (block $done
      (loop $nextRow
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $step (v128.load32_splat (local.get $steps)))
        (local.set $total (v128.const i64x2 0 0))
        (local.set $square (v128.const i64x2 0 0))
        (local.set $along (v128.const i64x2 0 0))
        (local.set $c (local.get $center))
        (local.set $place (local.get $signs))
        (local.set $rowEnd (i32.add (local.get $rows) (local.get $rowBytes)))
        (loop $nextLane
          (local.set $bytes (v128.load (local.get $rows)))
          (local.set $low (i16x8.extend_low_i8x16_s (local.get $bytes)))
          (local.set $high (i16x8.extend_high_i8x16_s (local.get $bytes)))
          (local.set $middle (v128.load (local.get $c)))
          (local.set $r
            (f32x4.sub
              (f32x4.mul (local.get $step)
                (f32x4.convert_i32x4_s (i32x4.extend_low_i16x8_s (local.get $low))))
              (local.get $middle)))
          (local.set $maskA (f32x4.gt (local.get $r) (v128.const i64x2 0 0)))
          (local.set $total (f32x4.add (local.get $total) (f32x4.abs (local.get $r))))
          (local.set $square (f32x4.add (local.get $square) (f32x4.mul (local.get $r) (local.get $r))))
          (local.set $along (f32x4.add (local.get $along) (f32x4.mul (local.get $r) (local.get $middle))))
          (local.set $middle (v128.load offset=16 (local.get $c)))
          (local.set $r
            (f32x4.sub
              (f32x4.mul (local.get $step)
                (f32x4.convert_i32x4_s (i32x4.extend_high_i16x8_s (local.get $low))))
              (local.get $middle)))
          (local.set $maskB (f32x4.gt (local.get $r) (v128.const i64x2 0 0)))
          (local.set $total (f32x4.add (local.get $total) (f32x4.abs (local.get $r))))
          (local.set $square (f32x4.add (local.get $square) (f32x4.mul (local.get $r) (local.get $r))))
          (local.set $along (f32x4.add (local.get $along) (f32x4.mul (local.get $r) (local.get $middle))))
          (local.set $middle (v128.load offset=32 (local.get $c)))
          (local.set $r
            (f32x4.sub
              (f32x4.mul (local.get $step)
                (f32x4.convert_i32x4_s (i32x4.extend_low_i16x8_s (local.get $high))))
              (local.get $middle)))
          (local.set $maskC (f32x4.gt (local.get $r) (v128.const i64x2 0 0)))
          (local.set $total (f32x4.add (local.get $total) (f32x4.abs (local.get $r))))
          (local.set $square (f32x4.add (local.get $square) (f32x4.mul (local.get $r) (local.get $r))))
          (local.set $along (f32x4.add (local.get $along) (f32x4.mul (local.get $r) (local.get $middle))))
          (local.set $middle (v128.load offset=48 (local.get $c)))
          (local.set $r
            (f32x4.sub
              (f32x4.mul (local.get $step)
                (f32x4.convert_i32x4_s (i32x4.extend_high_i16x8_s (local.get $high))))
              (local.get $middle)))
          (local.set $maskD (f32x4.gt (local.get $r) (v128.const i64x2 0 0)))
          (local.set $total (f32x4.add (local.get $total) (f32x4.abs (local.get $r))))
          (local.set $square (f32x4.add (local.get $square) (f32x4.mul (local.get $r) (local.get $r))))
          (local.set $along (f32x4.add (local.get $along) (f32x4.mul (local.get $r) (local.get $middle))))
          (local.set $bits
            (i8x16.bitmask
              (i8x16.narrow_i16x8_s
                (i16x8.narrow_i32x4_s (local.get $maskA) (local.get $maskB))
                (i16x8.narrow_i32x4_s (local.get $maskC) (local.get $maskD)))))
          (i32.store8 (local.get $place) (local.get $bits))
          (i32.store8 offset=32 (local.get $place) (i32.shr_u (local.get $bits) (i32.const 8)))
          (local.set $place (i32.add (local.get $place) (i32.const 64)))
          (local.set $c (i32.add (local.get $c) (i32.const 64)))
          (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
          (br_if $nextLane (i32.lt_u (local.get $rows) (local.get $rowEnd))))
        (local.set $product (call $sum (local.get $total)))
        (local.set $length (call $sum (local.get $square)))
        (local.set $scale (f32.const 0))
        (if (f32.gt (local.get $product) (f32.const 0))
          (then (local.set $scale (f32.div (local.get $length) (local.get $product)))))
        (f32.store (local.get $scales) (local.get $scale))
        (f32.store (local.get $alongs) (call $sum (local.get $along)))
        ;; The cosine squared is product^2 / (length * dimensions), and length / product is the scale.
        (if (f32.gt (local.get $scale) (f32.const 0))
          (then
            (local.set $scale
              (f32.mul (local.get $scale)
                (f32.sqrt
                  (f32.max (f32.const 0.25)
                    (f32.sub (f32.const 1)
                      (f32.div (local.get $product) (f32.mul (local.get $scale) (local.get $dimensions))))))))))
        (f32.store (local.get $spreads) (local.get $scale))
        (local.set $steps (i32.add (local.get $steps) (i32.const 4)))
        (local.set $signs (i32.add (local.get $signs) (i32.const 1)))
        (local.set $scales (i32.add (local.get $scales) (i32.const 4)))
        (local.set $alongs (i32.add (local.get $alongs) (i32.const 4)))
        (local.set $spreads (i32.add (local.get $spreads) (i32.const 4)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $nextRow))))

  ;; For each group of 32 rows: what the products with the query are by the signs alone, as 32-bit floats, and the greatest
  ;; of those rows that are marked in both $alive and $allowed (one byte each).
  ;;
  ;; $tables: 16 bytes for every four signs, what each of their 16 patterns adds, at most 31; $quads: four bytes of signs
  ;; each, so that their eight additions stay below 256. A row's estimate is
  ;; $base + $tilt * along + scale * ($step * sum + $offset).
  (func (export "estimate")
    (param $signs i32) (param $groups i32) (param $quads i32) (param $tables i32) (param $scales i32) (param $alongs i32)
    (param $alive i32) (param $allowed i32) (param $step f32) (param $offset f32) (param $tilt f32) (param $base f32)
    (param $out i32) (param $greatest i32)
    (local $end i32) (local $signsEnd i32) (local $table i32) (local $bytes v128) (local $a v128) (local $b v128)
    (local $sumA v128) (local $sumB v128) (local $sumC v128) (local $sumD v128) (local $value v128) (local $best v128)
    (local $nibble v128) (local $none v128) (local $steps v128) (local $offsets v128) (local $tilts v128) (local $bases v128)
    (local $tableA v128) (local $tableB v128)
    (local.set $nibble (i8x16.splat (i32.const 15)))
    (local.set $none (f32x4.splat (f32.const -inf)))
    (local.set $steps (f32x4.splat (local.get $step)))
    (local.set $offsets (f32x4.splat (local.get $offset)))
    (local.set $tilts (f32x4.splat (local.get $tilt)))
    (local.set $bases (f32x4.splat (local.get $base)))
    (local.set $end (i32.add (local.get $greatest) (i32.shl (local.get $groups) (i32.const 2))))
    (block $done
      (loop $nextGroup
        (br_if $done (i32.ge_u (local.get $greatest) (local.get $end)))
        (local.set $sumA (v128.const i64x2 0 0))
        (local.set $sumB (v128.const i64x2 0 0))
        (local.set $sumC (v128.const i64x2 0 0))
        (local.set $sumD (v128.const i64x2 0 0))
        (local.set $table (local.get $tables))
        (local.set $signsEnd (i32.add (local.get $signs) (i32.shl (local.get $quads) (i32.const 7))))
        (loop $nextQuad
          (local.set $a (v128.const i64x2 0 0))
          (local.set $b (v128.const i64x2 0 0))
          (local.set $tableA (v128.load (local.get $table)))
          (local.set $tableB (v128.load offset=16 (local.get $table)))
          (local.set $bytes (v128.load (local.get $signs)))
          (local.set $a
            (i8x16.add
              (i8x16.add (local.get $a)
                (i8x16.swizzle (local.get $tableA) (v128.and (local.get $bytes) (local.get $nibble))))
              (i8x16.swizzle (local.get $tableB)
                (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble)))))
          (local.set $bytes (v128.load offset=16 (local.get $signs)))
          (local.set $b
            (i8x16.add
              (i8x16.add (local.get $b)
                (i8x16.swizzle (local.get $tableA) (v128.and (local.get $bytes) (local.get $nibble))))
              (i8x16.swizzle (local.get $tableB)
                (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble)))))
          (local.set $tableA (v128.load offset=32 (local.get $table)))
          (local.set $tableB (v128.load offset=48 (local.get $table)))
          (local.set $bytes (v128.load offset=32 (local.get $signs)))
          (local.set $a
            (i8x16.add
              (i8x16.add (local.get $a)
                (i8x16.swizzle (local.get $tableA) (v128.and (local.get $bytes) (local.get $nibble))))
              (i8x16.swizzle (local.get $tableB)
                (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble)))))
          (local.set $bytes (v128.load offset=48 (local.get $signs)))
          (local.set $b
            (i8x16.add
              (i8x16.add (local.get $b)
                (i8x16.swizzle (local.get $tableA) (v128.and (local.get $bytes) (local.get $nibble))))
              (i8x16.swizzle (local.get $tableB)
                (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble)))))
          (local.set $tableA (v128.load offset=64 (local.get $table)))
          (local.set $tableB (v128.load offset=80 (local.get $table)))
          (local.set $bytes (v128.load offset=64 (local.get $signs)))
          (local.set $a
            (i8x16.add
              (i8x16.add (local.get $a)
                (i8x16.swizzle (local.get $tableA) (v128.and (local.get $bytes) (local.get $nibble))))
              (i8x16.swizzle (local.get $tableB)
                (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble)))))
          (local.set $bytes (v128.load offset=80 (local.get $signs)))
          (local.set $b
            (i8x16.add
              (i8x16.add (local.get $b)
                (i8x16.swizzle (local.get $tableA) (v128.and (local.get $bytes) (local.get $nibble))))
              (i8x16.swizzle (local.get $tableB)
                (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble)))))
          (local.set $tableA (v128.load offset=96 (local.get $table)))
          (local.set $tableB (v128.load offset=112 (local.get $table)))
          (local.set $bytes (v128.load offset=96 (local.get $signs)))
          (local.set $a
            (i8x16.add
              (i8x16.add (local.get $a)
                (i8x16.swizzle (local.get $tableA) (v128.and (local.get $bytes) (local.get $nibble))))
              (i8x16.swizzle (local.get $tableB)
                (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble)))))
          (local.set $bytes (v128.load offset=112 (local.get $signs)))
          (local.set $b
            (i8x16.add
              (i8x16.add (local.get $b)
                (i8x16.swizzle (local.get $tableA) (v128.and (local.get $bytes) (local.get $nibble))))
              (i8x16.swizzle (local.get $tableB)
                (v128.and (i16x8.shr_u (local.get $bytes) (i32.const 4)) (local.get $nibble)))))
          (local.set $sumA (i16x8.add (local.get $sumA) (i16x8.extend_low_i8x16_u (local.get $a))))
          (local.set $sumB (i16x8.add (local.get $sumB) (i16x8.extend_high_i8x16_u (local.get $a))))
          (local.set $sumC (i16x8.add (local.get $sumC) (i16x8.extend_low_i8x16_u (local.get $b))))
          (local.set $sumD (i16x8.add (local.get $sumD) (i16x8.extend_high_i8x16_u (local.get $b))))
          (local.set $table (i32.add (local.get $table) (i32.const 128)))
          (local.set $signs (i32.add (local.get $signs) (i32.const 128)))
          (br_if $nextQuad (i32.lt_u (local.get $signs) (local.get $signsEnd))))
        (local.set $best (local.get $none))
        (local.set $value
          (f32x4.add
            (f32x4.add (local.get $bases) (f32x4.mul (local.get $tilts) (v128.load (local.get $alongs))))
            (f32x4.mul (v128.load (local.get $scales))
              (f32x4.add (local.get $offsets)
                (f32x4.mul (local.get $steps)
                  (f32x4.convert_i32x4_u (i32x4.extend_low_i16x8_u (local.get $sumA))))))))
        (v128.store (local.get $out) (local.get $value))
        (local.set $best
          (f32x4.pmax (local.get $best)
            (v128.bitselect (local.get $value) (local.get $none)
              (i32x4.ne (v128.const i64x2 0 0)
                (i32x4.extend_low_i16x8_u
                  (i16x8.extend_low_i8x16_u
                    (v128.and
                      (v128.load32_zero (local.get $alive))
                      (v128.load32_zero (local.get $allowed)))))))))
        (local.set $value
          (f32x4.add
            (f32x4.add (local.get $bases) (f32x4.mul (local.get $tilts) (v128.load offset=16 (local.get $alongs))))
            (f32x4.mul (v128.load offset=16 (local.get $scales))
              (f32x4.add (local.get $offsets)
                (f32x4.mul (local.get $steps)
                  (f32x4.convert_i32x4_u (i32x4.extend_high_i16x8_u (local.get $sumA))))))))
        (v128.store offset=16 (local.get $out) (local.get $value))
        (local.set $best
          (f32x4.pmax (local.get $best)
            (v128.bitselect (local.get $value) (local.get $none)
              (i32x4.ne (v128.const i64x2 0 0)
                (i32x4.extend_low_i16x8_u
                  (i16x8.extend_low_i8x16_u
                    (v128.and
                      (v128.load32_zero offset=4 (local.get $alive))
                      (v128.load32_zero offset=4 (local.get $allowed)))))))))
        (local.set $value
          (f32x4.add
            (f32x4.add (local.get $bases) (f32x4.mul (local.get $tilts) (v128.load offset=32 (local.get $alongs))))
            (f32x4.mul (v128.load offset=32 (local.get $scales))
              (f32x4.add (local.get $offsets)
                (f32x4.mul (local.get $steps)
                  (f32x4.convert_i32x4_u (i32x4.extend_low_i16x8_u (local.get $sumB))))))))
        (v128.store offset=32 (local.get $out) (local.get $value))
        (local.set $best
          (f32x4.pmax (local.get $best)
            (v128.bitselect (local.get $value) (local.get $none)
              (i32x4.ne (v128.const i64x2 0 0)
                (i32x4.extend_low_i16x8_u
                  (i16x8.extend_low_i8x16_u
                    (v128.and
                      (v128.load32_zero offset=8 (local.get $alive))
                      (v128.load32_zero offset=8 (local.get $allowed)))))))))
        (local.set $value
          (f32x4.add
            (f32x4.add (local.get $bases) (f32x4.mul (local.get $tilts) (v128.load offset=48 (local.get $alongs))))
            (f32x4.mul (v128.load offset=48 (local.get $scales))
              (f32x4.add (local.get $offsets)
                (f32x4.mul (local.get $steps)
                  (f32x4.convert_i32x4_u (i32x4.extend_high_i16x8_u (local.get $sumB))))))))
        (v128.store offset=48 (local.get $out) (local.get $value))
        (local.set $best
          (f32x4.pmax (local.get $best)
            (v128.bitselect (local.get $value) (local.get $none)
              (i32x4.ne (v128.const i64x2 0 0)
                (i32x4.extend_low_i16x8_u
                  (i16x8.extend_low_i8x16_u
                    (v128.and
                      (v128.load32_zero offset=12 (local.get $alive))
                      (v128.load32_zero offset=12 (local.get $allowed)))))))))
        (local.set $value
          (f32x4.add
            (f32x4.add (local.get $bases) (f32x4.mul (local.get $tilts) (v128.load offset=64 (local.get $alongs))))
            (f32x4.mul (v128.load offset=64 (local.get $scales))
              (f32x4.add (local.get $offsets)
                (f32x4.mul (local.get $steps)
                  (f32x4.convert_i32x4_u (i32x4.extend_low_i16x8_u (local.get $sumC))))))))
        (v128.store offset=64 (local.get $out) (local.get $value))
        (local.set $best
          (f32x4.pmax (local.get $best)
            (v128.bitselect (local.get $value) (local.get $none)
              (i32x4.ne (v128.const i64x2 0 0)
                (i32x4.extend_low_i16x8_u
                  (i16x8.extend_low_i8x16_u
                    (v128.and
                      (v128.load32_zero offset=16 (local.get $alive))
                      (v128.load32_zero offset=16 (local.get $allowed)))))))))
        (local.set $value
          (f32x4.add
            (f32x4.add (local.get $bases) (f32x4.mul (local.get $tilts) (v128.load offset=80 (local.get $alongs))))
            (f32x4.mul (v128.load offset=80 (local.get $scales))
              (f32x4.add (local.get $offsets)
                (f32x4.mul (local.get $steps)
                  (f32x4.convert_i32x4_u (i32x4.extend_high_i16x8_u (local.get $sumC))))))))
        (v128.store offset=80 (local.get $out) (local.get $value))
        (local.set $best
          (f32x4.pmax (local.get $best)
            (v128.bitselect (local.get $value) (local.get $none)
              (i32x4.ne (v128.const i64x2 0 0)
                (i32x4.extend_low_i16x8_u
                  (i16x8.extend_low_i8x16_u
                    (v128.and
                      (v128.load32_zero offset=20 (local.get $alive))
                      (v128.load32_zero offset=20 (local.get $allowed)))))))))
        (local.set $value
          (f32x4.add
            (f32x4.add (local.get $bases) (f32x4.mul (local.get $tilts) (v128.load offset=96 (local.get $alongs))))
            (f32x4.mul (v128.load offset=96 (local.get $scales))
              (f32x4.add (local.get $offsets)
                (f32x4.mul (local.get $steps)
                  (f32x4.convert_i32x4_u (i32x4.extend_low_i16x8_u (local.get $sumD))))))))
        (v128.store offset=96 (local.get $out) (local.get $value))
        (local.set $best
          (f32x4.pmax (local.get $best)
            (v128.bitselect (local.get $value) (local.get $none)
              (i32x4.ne (v128.const i64x2 0 0)
                (i32x4.extend_low_i16x8_u
                  (i16x8.extend_low_i8x16_u
                    (v128.and
                      (v128.load32_zero offset=24 (local.get $alive))
                      (v128.load32_zero offset=24 (local.get $allowed)))))))))
        (local.set $value
          (f32x4.add
            (f32x4.add (local.get $bases) (f32x4.mul (local.get $tilts) (v128.load offset=112 (local.get $alongs))))
            (f32x4.mul (v128.load offset=112 (local.get $scales))
              (f32x4.add (local.get $offsets)
                (f32x4.mul (local.get $steps)
                  (f32x4.convert_i32x4_u (i32x4.extend_high_i16x8_u (local.get $sumD))))))))
        (v128.store offset=112 (local.get $out) (local.get $value))
        (local.set $best
          (f32x4.pmax (local.get $best)
            (v128.bitselect (local.get $value) (local.get $none)
              (i32x4.ne (v128.const i64x2 0 0)
                (i32x4.extend_low_i16x8_u
                  (i16x8.extend_low_i8x16_u
                    (v128.and
                      (v128.load32_zero offset=28 (local.get $alive))
                      (v128.load32_zero offset=28 (local.get $allowed)))))))))
        (f32.store (local.get $greatest)
          (f32.max
            (f32.max (f32x4.extract_lane 0 (local.get $best)) (f32x4.extract_lane 1 (local.get $best)))
            (f32.max (f32x4.extract_lane 2 (local.get $best)) (f32x4.extract_lane 3 (local.get $best)))))
        (local.set $scales (i32.add (local.get $scales) (i32.const 128)))
        (local.set $alongs (i32.add (local.get $alongs) (i32.const 128)))
        (local.set $out (i32.add (local.get $out) (i32.const 128)))
        (local.set $alive (i32.add (local.get $alive) (i32.const 32)))
        (local.set $allowed (i32.add (local.get $allowed) (i32.const 32)))
        (local.set $greatest (i32.add (local.get $greatest) (i32.const 4)))
        (br $nextGroup))))

  ;; The numbers of the marked rows whose estimate is at least $limit when $times their spread is added to it. Returns how
  ;; many they are. $count is a multiple of 4.
  (func (export "pickAbove")
    (param $estimates i32) (param $spreads i32) (param $alive i32) (param $allowed i32) (param $count i32)
    (param $times f32) (param $limit f32) (param $out i32) (result i32)
    (local $row i32) (local $bits i32) (local $start i32) (local $factor v128) (local $least v128)
    (local.set $start (local.get $out))
    (local.set $factor (f32x4.splat (local.get $times)))
    (local.set $least (f32x4.splat (local.get $limit)))
    (block $done
      (loop $nextFour
        (br_if $done (i32.ge_u (local.get $row) (local.get $count)))
        (local.set $bits
          (i32x4.bitmask
            (f32x4.ge
              (f32x4.add
                (v128.load (local.get $estimates))
                (f32x4.mul (local.get $factor) (v128.load (local.get $spreads))))
              (local.get $least))))
        (if (local.get $bits)
          (then
            (loop $nextBit
              (i32.store (local.get $out) (i32.add (local.get $row) (i32.ctz (local.get $bits))))
              (local.set $out
                (i32.add (local.get $out)
                  (i32.shl
                    (i32.and
                      (i32.load8_u (i32.add (local.get $alive) (i32.ctz (local.get $bits))))
                      (i32.load8_u (i32.add (local.get $allowed) (i32.ctz (local.get $bits)))))
                    (i32.const 2))))
              (local.set $bits (i32.and (local.get $bits) (i32.sub (local.get $bits) (i32.const 1))))
              (br_if $nextBit (local.get $bits)))))
        (local.set $estimates (i32.add (local.get $estimates) (i32.const 16)))
        (local.set $spreads (i32.add (local.get $spreads) (i32.const 16)))
        (local.set $alive (i32.add (local.get $alive) (i32.const 4)))
        (local.set $allowed (i32.add (local.get $allowed) (i32.const 4)))
        (local.set $row (i32.add (local.get $row) (i32.const 4)))
        (br $nextFour)))
    (i32.shr_u (i32.sub (local.get $out) (local.get $start)) (i32.const 2)))

  (func $sum (param $lanes v128) (result f32)
    (f32.add
      (f32.add
        (f32x4.extract_lane 0 (local.get $lanes))
        (f32x4.extract_lane 1 (local.get $lanes)))
      (f32.add
        (f32x4.extract_lane 2 (local.get $lanes))
        (f32x4.extract_lane 3 (local.get $lanes))))))
