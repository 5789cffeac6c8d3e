import { sampleModel } from '../testing/sample.js';
import { emitSdkTesting } from './sdk-testing.js';

const text = emitSdkTesting(sampleModel());

describe('what the fake server has to know', () => {
  test.each([
    [`  getThing: { security: [{ scheme: 'bearerAuth', roles: [`],
    ['export interface OperationTypes {'],
    [`  listThings: { input: ListThingsInput & Required<Pick<ListThingsInput, 'limit'>>; output: ThingList };`],
    ['export interface FrameErrors {'],
  ])('%s', (want) => {
    expect(text).toContain(want);
  });

  test('of the schemas, only those of what clients send', () => {
    expect(text).toContain('  CreateThing: {');
    expect(text).not.toContain('  ThingList: {');
  });
});
