import { LetheError } from '@lethe/contracts';
import { knownOpcodes, refusedOpcodes } from './opcodes.js';
import { PickleBytes } from './pickle-bytes.js';
import { PickleGlobal, PickleStack, PickleTuple } from './pickle-stack.js';

interface PickleOptions {
  /** Names the file in messages. */
  where: string;
  /** All that a pickle may name, by `module name`. */
  globals: ReadonlyMap<string, PickleGlobal>;
  /** Stands for the object with a persistent id; without it such ids are refused. */
  persistent?: (id: unknown) => unknown;
  /** Byte at which the pickle begins; 0 by default. */
  offset?: number;
}

const LONGEST_INTEGER = 255;

/**
 * Reads one pickle of protocol 2 to 5 made of None, bool, int, float, str, bytes, list, tuple and dict, and of what
 * the caller allows by name. Nothing is executed: any other opcode or name is refused, and so are more than 10
 * million values, or 500 MB of them. Integers beyond 2^53 become bigint; lists and dictionaries that occur twice are the same object.
 * @returns the value, and the byte after the pickle
 * @throws LetheError that names the opcode or the global, and its byte
 */
export function readPickle(bytes: Uint8Array, options: PickleOptions): { value: unknown; end: number } {
  const { where, globals, persistent, offset = 0 } = options;
  let at = offset;
  const refuse = (what: string, found: string, expected?: string): LetheError =>
    new LetheError({
      what,
      where: `${where}, byte ${at}`,
      ...(expected === undefined ? {} : { expected }),
      found,
      next: 'name a pickle of plain values, such as an inject_indices_map of arXiv 2406.11813',
    });
  const input = new PickleBytes(bytes, offset, refuse);
  const stack = new PickleStack(refuse);
  const integer = (length: number): number | bigint => {
    if (length <= LONGEST_INTEGER) return input.long(length);
    throw refuse('this pickle holds a huge integer', `${length} bytes`, `at most ${LONGEST_INTEGER} bytes`);
  };
  const global = (module: unknown, name: unknown): PickleGlobal => {
    const found = globals.get(`${module} ${name}`);
    if (found) return found;
    const allowed = [...globals.keys()].map((key) => key.replace(' ', '.')).join(', ');
    throw refuse('this pickle names what is not allowed; nothing was executed', `${module}.${name}`, allowed);
  };
  const reduce = (): void => {
    const args = stack.pop();
    const callable = stack.pop();
    if (!(args instanceof PickleTuple) || !(callable instanceof PickleGlobal) || !callable.call) {
      throw refuse(
        'this pickle calls something that is not a function',
        callable instanceof PickleGlobal ? callable.name : '',
      );
    }
    stack.push(callable.call(args.items));
  };

  for (;;) {
    at = input.offset;
    const byte = input.uint8();
    const opcode = knownOpcodes.get(byte);
    switch (opcode) {
      case 'PROTO': {
        const version = input.uint8();
        if (version < 2 || version > 5)
          throw refuse('this pickle is of another protocol', `${version}`, '2 to 5');
        break;
      }
      case 'FRAME':
        input.uint64();
        break;
      case 'STOP': {
        const value = stack.pop();
        return { value, end: input.offset };
      }
      case 'MARK':
        stack.mark();
        break;
      case 'POP':
        stack.pop();
        break;
      case 'POP_MARK':
        stack.popMark();
        break;
      case 'NONE':
        stack.push(null);
        break;
      case 'NEWTRUE':
        stack.push(true);
        break;
      case 'NEWFALSE':
        stack.push(false);
        break;
      case 'BININT':
        stack.push(input.int32());
        break;
      case 'BININT1':
        stack.push(input.uint8());
        break;
      case 'BININT2':
        stack.push(input.uint16());
        break;
      case 'LONG1':
        stack.push(integer(input.uint8()));
        break;
      case 'LONG4':
        stack.push(integer(input.uint32()));
        break;
      case 'BINFLOAT':
        stack.push(input.float64());
        break;
      case 'SHORT_BINUNICODE':
        stack.push(input.utf8(input.uint8()));
        break;
      case 'BINUNICODE':
        stack.push(input.utf8(input.uint32()));
        break;
      case 'BINUNICODE8':
        stack.push(input.utf8(input.uint64()));
        break;
      case 'SHORT_BINBYTES':
        stack.push(input.bytes(input.uint8()));
        break;
      case 'BINBYTES':
        stack.push(input.bytes(input.uint32()));
        break;
      case 'BINBYTES8':
        stack.push(input.bytes(input.uint64()));
        break;
      case 'EMPTY_LIST':
        stack.push([]);
        break;
      case 'APPEND':
        stack.append([stack.pop()]);
        break;
      case 'APPENDS':
        stack.append(stack.popMark());
        break;
      case 'EMPTY_TUPLE':
        stack.push(new PickleTuple([]));
        break;
      case 'TUPLE1':
      case 'TUPLE2':
      case 'TUPLE3': {
        const items = Array.from({ length: Number(opcode.at(-1)) }, () => stack.pop()).reverse();
        stack.push(new PickleTuple(items));
        break;
      }
      case 'TUPLE': {
        const items = stack.popMark();
        stack.push(new PickleTuple(items));
        break;
      }
      case 'EMPTY_DICT':
        stack.push(new Map());
        break;
      case 'SETITEM': {
        const value = stack.pop();
        stack.setItems([stack.pop(), value]);
        break;
      }
      case 'SETITEMS':
        stack.setItems(stack.popMark());
        break;
      case 'BINPUT':
        stack.remember(input.uint8());
        break;
      case 'LONG_BINPUT':
        stack.remember(input.uint32());
        break;
      case 'MEMOIZE':
        stack.remember();
        break;
      case 'BINGET':
        stack.recall(input.uint8());
        break;
      case 'LONG_BINGET':
        stack.recall(input.uint32());
        break;
      case 'GLOBAL': {
        const module = input.line();
        stack.push(global(module, input.line()));
        break;
      }
      case 'STACK_GLOBAL': {
        const name = stack.pop();
        stack.push(global(stack.pop(), name));
        break;
      }
      case 'REDUCE':
        reduce();
        break;
      case 'BINPERSID':
        if (!persistent) throw refuse('this pickle refers to an object outside it', 'opcode BINPERSID');
        stack.push(persistent(stack.pop()));
        break;
      default: {
        const name = refusedOpcodes.get(byte);
        const found = `opcode ${name ?? 'unknown'} (0x${byte.toString(16).padStart(2, '0')})`;
        throw refuse('this pickle holds an opcode that is not allowed; nothing was executed', found);
      }
    }
  }
}
