const decorate = (value: unknown) => value
@decorate // error BW110 unexpected token
class Decorated {}
export default Decorated
