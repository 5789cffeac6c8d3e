import { Controller } from '@nestjs/common';
import type { PutDeviceCertificatesRequest, Status } from '@app/contract';
import { Caller, Input } from '../core/http/operation-request.js';
import { Operation } from '../core/http/operation.decorator.js';
import { CertificatesService } from './certificates.service.js';

@Controller()
export class CertificatesController {
  constructor(private readonly certificates: CertificatesService) {}

  @Operation('putDeviceCertificates')
  put(@Caller() caller: Caller, @Input() input: PutDeviceCertificatesRequest): Promise<Status> {
    return this.certificates.put(caller, input);
  }
}
