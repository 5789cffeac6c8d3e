import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { bearerToken, DialtoneError, realtimePath } from '@app/contract';
import { Authenticator } from '../../core/access/authenticator.js';

/** Answers a plain HTTP request for the WebSocket's path: 401 to strangers, as the handshake does, else 426. */
export function answerPlainRequests(app: NestFastifyApplication): void {
  const authenticator = app.get(Authenticator);
  app
    .getHttpAdapter()
    .getInstance()
    .get(realtimePath, async (request) => {
      const token = bearerToken(request.headers.authorization);
      if (token === null || !(await authenticator.authenticate(token))) throw new DialtoneError('unauthorized');
      throw new DialtoneError('upgrade_required');
    });
}
