import { Feature } from '../core/feature.js';
import { FirstAdminEntity } from './first-admin.entity.js';
import { UserEntity } from './user.entity.js';
import { UsersController } from './users.controller.js';
import { UsersRepository } from './users.repository.js';
import { UsersService } from './users.service.js';

@Feature({
  controllers: [UsersController],
  providers: [UsersService, UsersRepository],
  exports: [UsersService],
  entities: [UserEntity, FirstAdminEntity],
})
export class UsersModule {}
