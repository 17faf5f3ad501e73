/**
 * System calls that no script needs, as a program that the kernel asks before each (classic BPF): what makes namespaces or mounts,
 * what reaches past them, and memory and files in flight that nobody can count from outside.
 */

/** The numbers of a call on x64 and on arm64. */
const refused: Readonly<Record<string, readonly [x64: number, arm64: number]>> = {
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  open_by_handle_at: [304, 265],
  // Memory that belongs to no process: it stays where whoever filled it maps it no more.
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
  msgget: [68, 186],
  mq_open: [240, 180],
  // A descriptor under way in a socket is in no process; without these none can be sent.
  sendmsg: [46, 211],
  sendmmsg: [307, 269],
  pidfd_getfd: [438, 438],
  // Parts of the kernel that are large, and of use to none but its own tools.
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  bpf: [321, 280],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  userfaultfd: [323, 282],
  perf_event_open: [298, 241],
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
};

const machines = {
  x64: { at: 0, audit: 0xc000003e, clone: 56, socket: 41 },
  arm64: { at: 1, audit: 0xc00000b7, clone: 220, socket: 198 },
} as const;
const clone3 = 435;
/** Of another way of calling on x64 the numbers would be others. */
const otherCalls = 0x40000000;

/** Every namespace that `clone` can make. */
const newNamespaces = 0x7e020000;
/** Of this machine and of its own empty network; others reach a machine's keys, its host or its hardware. */
const families = { unix: 1, inet: 2, inet6: 10 };

const allow = 0x7fff0000;
const kill = 0x80000000;
const failing = (error: number): number => 0x00050000 | error;
const errors = { EPERM: 1, ENOSYS: 38, EAFNOSUPPORT: 97 };

type Instruction = readonly [code: number, whenSo: number, whenNot: number, value: number];

/** Of what the kernel says of a call: its number, whose it is, and the lower half of its first argument. */
const places = { call: 0, machine: 4, argument: 16 };
const load = (place: number): Instruction => [0x20, 0, 0, place];
const answer = (value: number): Instruction => [0x06, 0, 0, value];
const codes = { equal: 0x15, atLeast: 0x35, hasAny: 0x45 };
/** Does the next one only where the comparison holds; else goes on behind as many. */
const where = (code: number, value: number, skipped = 1): Instruction => [code, 0, skipped, value];

/** The program for this machine; undefined where its calls have other numbers. */
export function callFilter(machine: string = process.arch): Buffer | undefined {
  if (machine !== "x64" && machine !== "arm64") return undefined;
  const { at, audit, clone, socket } = machines[machine];
  const denied = Object.values(refused).flatMap((numbers) => [
    where(codes.equal, numbers[at] ?? 0),
    answer(failing(errors.EPERM)),
  ]);
  const allowedFamilies = Object.values(families).flatMap((family) => [
    where(codes.equal, family),
    answer(allow),
  ]);
  const program: readonly Instruction[] = [
    load(places.machine),
    [codes.equal, 1, 0, audit],
    answer(kill),
    load(places.call),
    where(codes.atLeast, otherCalls),
    answer(failing(errors.ENOSYS)),
    ...denied,
    // Its flags lie in memory, where a filter cannot look: whoever is refused it takes `clone`.
    where(codes.equal, clone3),
    answer(failing(errors.ENOSYS)),
    where(codes.equal, clone, 4),
    load(places.argument),
    where(codes.hasAny, newNamespaces),
    answer(failing(errors.EPERM)),
    answer(allow),
    where(codes.equal, socket, allowedFamilies.length + 2),
    load(places.argument),
    ...allowedFamilies,
    answer(failing(errors.EAFNOSUPPORT)),
    answer(allow),
  ];
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, [code, whenSo, whenNot, value]] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(whenSo, index * 8 + 2);
    bytes.writeUInt8(whenNot, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}
