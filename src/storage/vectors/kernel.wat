;; Scans of packed vectors with 128-bit SIMD, which every engine since 2021 has.
;; Rows lie one after the other; a row is a whole number of 16 byte lanes, padded with zeros.
(module
  (import "host" "memory" (memory 1 65536))

  ;; How many sign bits of each row differ from the query's, as 16-bit numbers.
  ;; $lanes is at most 31: a byte of the accumulator grows by 8 a lane.
  (func (export "signDistances")
    (param $query i32) (param $rows i32) (param $count i32) (param $lanes i32) (param $out i32)
    (local $end i32) (local $rowEnd i32) (local $at i32) (local $sum v128)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 1))))
    (block $done
      (loop $nextRow
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $sum (v128.const i64x2 0 0))
        (local.set $at (local.get $query))
        (local.set $rowEnd (i32.add (local.get $rows) (i32.shl (local.get $lanes) (i32.const 4))))
        (loop $nextLane
          (local.set $sum
            (i8x16.add (local.get $sum)
              (i8x16.popcnt (v128.xor (v128.load (local.get $rows)) (v128.load (local.get $at))))))
          (local.set $rows (i32.add (local.get $rows) (i32.const 16)))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $nextLane (i32.lt_u (local.get $rows) (local.get $rowEnd))))
        (local.set $sum (i32x4.extadd_pairwise_i16x8_u (i16x8.extadd_pairwise_i8x16_u (local.get $sum))))
        (i32.store16 (local.get $out) (call $across (local.get $sum)))
        (local.set $out (i32.add (local.get $out) (i32.const 2)))
        (br $nextRow))))

  ;; The dot product of each row with the query, as 32-bit numbers. Every byte is within -127 and 127, so that the sum
  ;; of two products fits 16 bits.
  (func (export "dotProducts")
    (param $query i32) (param $rows i32) (param $count i32) (param $lanes i32) (param $out i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (loop $nextRow
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (i32.store (local.get $out) (call $dot (local.get $query) (local.get $rows) (local.get $lanes)))
        (local.set $rows (i32.add (local.get $rows) (i32.shl (local.get $lanes) (i32.const 4))))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $nextRow))))

  ;; The same for the rows whose numbers stand at $picked. Such rows lie far apart, and each begins with a wait for the
  ;; memory: four are read side by side, so that they wait together.
  (func (export "pickedDotProducts")
    (param $query i32) (param $rows i32) (param $picked i32) (param $count i32) (param $lanes i32) (param $out i32)
    (local $end i32) (local $fours i32) (local $bytes i32) (local $at i32) (local $queryEnd i32) (local $x v128) (local $y v128)
    (local $a i32) (local $b i32) (local $c i32) (local $d i32)
    (local $sumA v128) (local $sumB v128) (local $sumC v128) (local $sumD v128)
    (local.set $bytes (i32.shl (local.get $lanes) (i32.const 4)))
    (local.set $queryEnd (i32.add (local.get $query) (local.get $bytes)))
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $fours
      (i32.add (local.get $out) (i32.shl (i32.and (local.get $count) (i32.const -4)) (i32.const 2))))
    (block $doneFours
      (loop $nextFour
        (br_if $doneFours (i32.ge_u (local.get $out) (local.get $fours)))
        (local.set $a (call $place (local.get $rows) (i32.load (local.get $picked)) (local.get $bytes)))
        (local.set $b (call $place (local.get $rows) (i32.load offset=4 (local.get $picked)) (local.get $bytes)))
        (local.set $c (call $place (local.get $rows) (i32.load offset=8 (local.get $picked)) (local.get $bytes)))
        (local.set $d (call $place (local.get $rows) (i32.load offset=12 (local.get $picked)) (local.get $bytes)))
        (local.set $sumA (v128.const i64x2 0 0))
        (local.set $sumB (v128.const i64x2 0 0))
        (local.set $sumC (v128.const i64x2 0 0))
        (local.set $sumD (v128.const i64x2 0 0))
        (local.set $at (local.get $query))
        (loop $nextLane
          (local.set $x (v128.load (local.get $at)))
          (local.set $y (v128.load (local.get $a)))
          (local.set $sumA
            (i32x4.add (local.get $sumA)
              (i32x4.extadd_pairwise_i16x8_s
                (i16x8.add
                  (i16x8.extmul_low_i8x16_s (local.get $x) (local.get $y))
                  (i16x8.extmul_high_i8x16_s (local.get $x) (local.get $y))))))
          (local.set $y (v128.load (local.get $b)))
          (local.set $sumB
            (i32x4.add (local.get $sumB)
              (i32x4.extadd_pairwise_i16x8_s
                (i16x8.add
                  (i16x8.extmul_low_i8x16_s (local.get $x) (local.get $y))
                  (i16x8.extmul_high_i8x16_s (local.get $x) (local.get $y))))))
          (local.set $y (v128.load (local.get $c)))
          (local.set $sumC
            (i32x4.add (local.get $sumC)
              (i32x4.extadd_pairwise_i16x8_s
                (i16x8.add
                  (i16x8.extmul_low_i8x16_s (local.get $x) (local.get $y))
                  (i16x8.extmul_high_i8x16_s (local.get $x) (local.get $y))))))
          (local.set $y (v128.load (local.get $d)))
          (local.set $sumD
            (i32x4.add (local.get $sumD)
              (i32x4.extadd_pairwise_i16x8_s
                (i16x8.add
                  (i16x8.extmul_low_i8x16_s (local.get $x) (local.get $y))
                  (i16x8.extmul_high_i8x16_s (local.get $x) (local.get $y))))))
          (local.set $a (i32.add (local.get $a) (i32.const 16)))
          (local.set $b (i32.add (local.get $b) (i32.const 16)))
          (local.set $c (i32.add (local.get $c) (i32.const 16)))
          (local.set $d (i32.add (local.get $d) (i32.const 16)))
          (local.set $at (i32.add (local.get $at) (i32.const 16)))
          (br_if $nextLane (i32.lt_u (local.get $at) (local.get $queryEnd))))
        (i32.store (local.get $out) (call $across (local.get $sumA)))
        (i32.store offset=4 (local.get $out) (call $across (local.get $sumB)))
        (i32.store offset=8 (local.get $out) (call $across (local.get $sumC)))
        (i32.store offset=12 (local.get $out) (call $across (local.get $sumD)))
        (local.set $picked (i32.add (local.get $picked) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 16)))
        (br $nextFour)))
    (block $done
      (loop $nextRow
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (i32.store (local.get $out)
          (call $dot
            (local.get $query)
            (call $place (local.get $rows) (i32.load (local.get $picked)) (local.get $bytes))
            (local.get $lanes)))
        (local.set $picked (i32.add (local.get $picked) (i32.const 4)))
        (local.set $out (i32.add (local.get $out) (i32.const 4)))
        (br $nextRow))))

  (func $place (param $rows i32) (param $row i32) (param $bytes i32) (result i32)
    (i32.add (local.get $rows) (i32.mul (local.get $row) (local.get $bytes))))

  (func $dot (param $a i32) (param $b i32) (param $lanes i32) (result i32)
    (local $end i32) (local $x v128) (local $y v128) (local $sum v128)
    (local.set $end (i32.add (local.get $b) (i32.shl (local.get $lanes) (i32.const 4))))
    (loop $nextLane
      (local.set $x (v128.load (local.get $a)))
      (local.set $y (v128.load (local.get $b)))
      (local.set $sum
        (i32x4.add (local.get $sum)
          (i32x4.extadd_pairwise_i16x8_s
            (i16x8.add
              (i16x8.extmul_low_i8x16_s (local.get $x) (local.get $y))
              (i16x8.extmul_high_i8x16_s (local.get $x) (local.get $y))))))
      (local.set $a (i32.add (local.get $a) (i32.const 16)))
      (local.set $b (i32.add (local.get $b) (i32.const 16)))
      (br_if $nextLane (i32.lt_u (local.get $b) (local.get $end))))
    (call $across (local.get $sum)))

  (func $across (param $lanes v128) (result i32)
    (i32.add
      (i32.add
        (i32x4.extract_lane 0 (local.get $lanes))
        (i32x4.extract_lane 1 (local.get $lanes)))
      (i32.add
        (i32x4.extract_lane 2 (local.get $lanes))
        (i32x4.extract_lane 3 (local.get $lanes))))))
