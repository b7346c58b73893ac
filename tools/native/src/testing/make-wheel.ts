import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';

export interface WheelMember {
  name: string;
  content: Buffer | string;
  /** Leave the member as it is instead of deflating it. */
  stored?: boolean;
  /** What RECORD says of it; default the truth, null for no line. */
  recorded?: string | null;
}

/** Writes a small wheel for tests: a ZIP file with the members and a RECORD of them. */
export function makeWheel(path: string, members: WheelMember[]): void {
  const record = members
    .map(({ name, content, recorded }) => {
      const digest = createHash('sha256').update(content).digest('base64url');
      return recorded === undefined ? `${name},sha256=${digest},${Buffer.from(content).length}` : recorded;
    })
    .filter((line) => line !== null);
  const all = [
    ...members,
    { name: 'fake-1.dist-info/RECORD', content: `${record.join('\n')}\nfake-1.dist-info/RECORD,,\n` },
  ];
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of all) {
    const content = Buffer.from(member.content);
    const stored = (member as WheelMember).stored === true;
    const packed = stored ? content : deflateRawSync(content);
    const name = Buffer.from(member.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    // An extra field in the local header only, as real archives have it: data do not start where the directory suggests.
    const extra = Buffer.from([0x99, 0x99, 4, 0, 1, 2, 3, 4]);
    const local = Buffer.from(common);
    local.writeUInt16LE(extra.length, 24);
    bodies.push(Buffer.from('PK\x03\x04', 'latin1'), local, name, extra, packed);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 0, 'latin1');
    entry.writeUInt16LE(20, 4);
    common.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, name);
    offset += 4 + 26 + name.length + extra.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(all.length, 8);
  end.writeUInt16LE(all.length, 10);
  end.writeUInt32LE(listing.length, 12);
  end.writeUInt32LE(offset, 16);
  writeFileSync(path, Buffer.concat([...bodies, listing, end]));
}
