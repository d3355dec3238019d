import { machine, virtioNet } from 'bottleworks'

export default machine('bucket')
  .image('docker.io/library/python:3.13')
  .net(virtioNet())
  .volumes('s3://measurements/2026:/data:ro', 's3://results:/results')
