;; Copies octets as memory.copy does, the few that most copies have at once: a browser calls a function of its own for each
;; memory.copy, which takes longer than the copying of a name or an address. What overlaps is read before anything is written.
;; scripts/worker.sh puts it into the worker in place of each memory.copy; tests/module/copy.test.mjs holds it against one.
(func $copy_few (param $to i32) (param $from i32) (param $length i32)
  (local $first i64) (local $last i64) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
  (if (i32.le_u (local.get $length) (i32.const 16)) (then
    (if (i32.ge_u (local.get $length) (i32.const 8)) (then
      (local.set $first (i64.load align=1 (local.get $from)))
      (local.set $last (i64.load align=1 (i32.sub (i32.add (local.get $from) (local.get $length)) (i32.const 8))))
      (i64.store align=1 (local.get $to) (local.get $first))
      (i64.store align=1 (i32.sub (i32.add (local.get $to) (local.get $length)) (i32.const 8)) (local.get $last))
      (return)))
    (if (i32.ge_u (local.get $length) (i32.const 4)) (then
      (local.set $first (i64.load32_u align=1 (local.get $from)))
      (local.set $last (i64.load32_u align=1 (i32.sub (i32.add (local.get $from) (local.get $length)) (i32.const 4))))
      (i64.store32 align=1 (local.get $to) (local.get $first))
      (i64.store32 align=1 (i32.sub (i32.add (local.get $to) (local.get $length)) (i32.const 4)) (local.get $last))
      (return)))
    ;; Where nothing is copied, both may point anywhere.
    (if (i32.eqz (local.get $length)) (then (return)))
    (if (i32.ge_u (local.get $length) (i32.const 2)) (then
      (local.set $first (i64.load16_u align=1 (local.get $from)))
      (local.set $last (i64.load16_u align=1 (i32.sub (i32.add (local.get $from) (local.get $length)) (i32.const 2))))
      (i64.store16 align=1 (local.get $to) (local.get $first))
      (i64.store16 align=1 (i32.sub (i32.add (local.get $to) (local.get $length)) (i32.const 2)) (local.get $last))
      (return)))
    (i32.store8 (local.get $to) (i32.load8_u (local.get $from)))
    (return)))
  (if (i32.le_u (local.get $length) (i32.const 32)) (then
    (local.set $a (v128.load align=1 (local.get $from)))
    (local.set $b (v128.load align=1 (i32.sub (i32.add (local.get $from) (local.get $length)) (i32.const 16))))
    (v128.store align=1 (local.get $to) (local.get $a))
    (v128.store align=1 (i32.sub (i32.add (local.get $to) (local.get $length)) (i32.const 16)) (local.get $b))
    (return)))
  (if (i32.le_u (local.get $length) (i32.const 64)) (then
    (local.set $a (v128.load align=1 (local.get $from)))
    (local.set $b (v128.load offset=16 align=1 (local.get $from)))
    (local.set $c (v128.load align=1 (i32.sub (i32.add (local.get $from) (local.get $length)) (i32.const 32))))
    (local.set $d (v128.load align=1 (i32.sub (i32.add (local.get $from) (local.get $length)) (i32.const 16))))
    (v128.store align=1 (local.get $to) (local.get $a))
    (v128.store offset=16 align=1 (local.get $to) (local.get $b))
    (v128.store align=1 (i32.sub (i32.add (local.get $to) (local.get $length)) (i32.const 32)) (local.get $c))
    (v128.store align=1 (i32.sub (i32.add (local.get $to) (local.get $length)) (i32.const 16)) (local.get $d))
    (return)))
  (memory.copy (local.get $to) (local.get $from) (local.get $length)))
