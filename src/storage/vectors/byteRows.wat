;; Scans of rows of bytes with 128-bit SIMD, which every engine since 2021 has. All addresses are in bytes.
(module
  (import "host" "memory" (memory 1 65536))

  ;; Products of rows of signed bytes with a query of 16-bit numbers, as 32-bit numbers. Rows lie one after the other, each
  ;; a whole number of 16 byte lanes. The query lies within -2047 and 2047, the rows within -127 and 127: up to 8000
  ;; dimensions nothing runs over.
  (func (export "dotProducts")
    (param $query i32) (param $rows i32) (param $count i32) (param $lanes i32) (param $out i32)
    (local $end i32) (local $rowEnd i32) (local $at i32) (local $a v128) (local $b v128)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $nextRow
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $a (v128.const i64x2 0 0))
        (local.set $b (v128.const i64x2 0 0))
        (local.set $at (local.get $query))
        (local.set $rowEnd (i32.add (local.get $rows) (i32.shl (local.get $lanes) (i32.const 4))))
        (loop $nextLane
          (local.set $a
            (i32x4.add (local.get $a)
              (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $rows)) (v128.load (local.get $at)))))
          (local.set $b
            (i32x4.add (local.get $b)
              (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $rows)) (v128.load offset=16 (local.get $at)))))
          (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $nextLane (i32.lt_u (local.get $rows) (local.get $rowEnd))))
        (i32.store (local.get $out) (call $across (i32x4.add (local.get $a) (local.get $b))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $nextRow))))

  ;; The same for the rows whose numbers stand at $picked. Such rows lie far apart, and each begins with a wait for the
  ;; memory: four are read side by side, so that they wait together. Up to three rows too many are read, and as many
  ;; answers too many are written: $picked is filled up with zeros.
  (func (export "pickedDotProducts")
    (param $query i32) (param $rows i32) (param $picked i32) (param $count i32) (param $lanes i32) (param $out i32)
    (local $end i32) (local $bytes i32) (local $at i32) (local $queryEnd i32) (local $low v128) (local $high v128)
    (local $a i32) (local $b i32) (local $c i32) (local $d i32)
    (local $sumA v128) (local $sumB v128) (local $sumC v128) (local $sumD v128)
    (local.set $bytes (i32.shl (local.get $lanes) (i32.const 4)))
    (local.set $queryEnd (i32.add (local.get $query) (i32.shl (local.get $lanes) (i32.const 5))))
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $nextFour
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $a
          (i32.add (local.get $rows) (i32.mul (i32.load (local.get $picked)) (local.get $bytes))))
        (local.set $b
          (i32.add (local.get $rows) (i32.mul (i32.load offset=4 (local.get $picked)) (local.get $bytes))))
        (local.set $c
          (i32.add (local.get $rows) (i32.mul (i32.load offset=8 (local.get $picked)) (local.get $bytes))))
        (local.set $d
          (i32.add (local.get $rows) (i32.mul (i32.load offset=12 (local.get $picked)) (local.get $bytes))))
        (local.set $sumA (v128.const i64x2 0 0))
        (local.set $sumB (v128.const i64x2 0 0))
        (local.set $sumC (v128.const i64x2 0 0))
        (local.set $sumD (v128.const i64x2 0 0))
        (local.set $at (local.get $query))
        (loop $nextLane
          (local.set $low (v128.load (local.get $at)))
          (local.set $high (v128.load offset=16 (local.get $at)))
          (local.set $sumA
            (i32x4.add
              (i32x4.add (local.get $sumA)
                (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $a)) (local.get $low)))
              (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $a)) (local.get $high))))
          (local.set $sumB
            (i32x4.add
              (i32x4.add (local.get $sumB)
                (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $b)) (local.get $low)))
              (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $b)) (local.get $high))))
          (local.set $sumC
            (i32x4.add
              (i32x4.add (local.get $sumC)
                (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $c)) (local.get $low)))
              (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $c)) (local.get $high))))
          (local.set $sumD
            (i32x4.add
              (i32x4.add (local.get $sumD)
                (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $d)) (local.get $low)))
              (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $d)) (local.get $high))))
          (local.set $a (i32.add (local.get $a) (i32.const 16)))
          (local.set $b (i32.add (local.get $b) (i32.const 16)))
          (local.set $c (i32.add (local.get $c) (i32.const 16)))
          (local.set $d (i32.add (local.get $d) (i32.const 16)))
          (local.set $at (i32.add (local.get $at) (i32.const 32)))
          (br_if $nextLane (i32.lt_u (local.get $at) (local.get $queryEnd))))
        (i32.store (local.get $out) (call $across (local.get $sumA)))
        (i32.store offset=4 (local.get $out) (call $across (local.get $sumB)))
        (i32.store offset=8 (local.get $out) (call $across (local.get $sumC)))
        (i32.store offset=12 (local.get $out) (call $across (local.get $sumD)))
        (local.set $picked (i32.add (local.get $picked) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        (br $nextFour))))

  (func $across (param $lanes v128) (result i32)
    (i32.add
      (i32.add
        (i32x4.extract_lane 0 (local.get $lanes))
        (i32x4.extract_lane 1 (local.get $lanes)))
      (i32.add
        (i32x4.extract_lane 2 (local.get $lanes))
        (i32x4.extract_lane 3 (local.get $lanes))))))
