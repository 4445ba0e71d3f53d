/** Data of a fictional freight company, the same at every start, so that a request can be repeated and compared. */

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly from: string;
  readonly to: string;
  readonly status: string;
  readonly containers: number;
  readonly weightKg: number;
  readonly priceEur: number;
  readonly placedAt: string;
  readonly hazardous: boolean;
}

const customers = ['Ålesund Fiskeri', 'Bergmann & Söhne', 'Café do Porto', 'Delft Instruments', 'Élan Cycles'];
const ports = ['Rotterdam', 'Göteborg', 'Gdańsk', 'Le Havre', 'Reykjavík', 'Valencia', 'Tromsø'];
const statuses = ['booked', 'loading', 'at sea', 'customs', 'delivered'];

/** 2026-01-05T06:00:00Z: the first working Monday of the company's books. */
const FIRST_ORDER_AT = Date.UTC(2026, 0, 5, 6);
const MS_PER_HOUR = 3_600_000;

function pick(list: readonly string[], index: number): string {
  return list[index % list.length] ?? '';
}

/** The order with this number; numbers from 1 up. */
export function order(number: number): Order {
  return {
    id: `NF-${String(number).padStart(6, '0')}`,
    customer: pick(customers, number * 3),
    from: pick(ports, number),
    // Another port than `from`: the step is never a multiple of the list's length.
    to: pick(ports, number + 1 + (number % (ports.length - 1))),
    status: pick(statuses, number * 7),
    containers: 1 + ((number * 5) % 12),
    weightKg: 800 + ((number * 7919) % 24_000),
    priceEur: (24_900 + ((number * 104_729) % 900_000)) / 100,
    placedAt: new Date(FIRST_ORDER_AT + number * MS_PER_HOUR).toISOString(),
    hazardous: number % 9 === 0,
  };
}

/** Lines of the large answer, and bytes of each: 25 MB in all. */
export const SHIPMENT_LINES = 100_000;
export const SHIPMENT_LINE_BYTES = 250;
export const SHIPMENTS_BYTES = SHIPMENT_LINES * SHIPMENT_LINE_BYTES;
const LINES_PER_PIECE = 1000;

/**
 * The large answer in pieces of 250 kB: a JSON array with one order a line, each line padded with spaces to the same
 * number of bytes, so that the length is known before the first one is made.
 */
export function* shipments(): Generator<Buffer> {
  for (let first = 1; first <= SHIPMENT_LINES; first += LINES_PER_PIECE) {
    const piece = Buffer.alloc(LINES_PER_PIECE * SHIPMENT_LINE_BYTES, ' ');
    for (let line = 0; line < LINES_PER_PIECE; line++) writeLine(piece, line * SHIPMENT_LINE_BYTES, first + line);
    yield piece;
  }
}

function writeLine(piece: Buffer, at: number, number: number): void {
  piece.write((number === 1 ? '[' : ' ') + JSON.stringify(order(number)), at);
  piece.write(number === SHIPMENT_LINES ? ']\n' : ',\n', at + SHIPMENT_LINE_BYTES - 2);
}
