export default process.env // error BW110 process is not defined
