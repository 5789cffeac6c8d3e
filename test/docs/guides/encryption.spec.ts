import { readBlocks } from '../blocks.js';
import { Workshop } from '../workshop.js';

const PAGE = 'docs/encryption.md';

describe('the program of docs/encryption.md checks a certificate without the SDK', () => {
  let workshop: Workshop;
  beforeAll(async () => {
    workshop = await Workshop.open();
  });
  afterAll(() => workshop.close());

  it.each(readBlocks(PAGE))('$place', (block) => workshop.execute(block));
});
