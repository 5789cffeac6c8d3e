import { Controller } from '@nestjs/common';
import type { Presence, PresenceRequest } from '@app/contract';
import { Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { PresenceService } from './presence.service.js';

@Controller()
export class PresenceController {
  constructor(private readonly presence: PresenceService) {}

  @Operation('queryPresence')
  query(@Input() input: PresenceRequest): Promise<Presence> {
    return this.presence.query(input);
  }
}
