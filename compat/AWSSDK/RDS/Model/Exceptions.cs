using Amazon.Runtime.Compat;

namespace Amazon.RDS.Model;

[ErrorCode("DBClusterNotFoundFault")]
public class DBClusterNotFoundException(string message, Exception? innerException = null) : AmazonRDSException(message, innerException);

[ErrorCode("DBClusterSnapshotAlreadyExistsFault")]
public class DBClusterSnapshotAlreadyExistsException(string message, Exception? innerException = null) : AmazonRDSException(message, innerException);

[ErrorCode("DBClusterSnapshotNotFoundFault")]
public class DBClusterSnapshotNotFoundException(string message, Exception? innerException = null) : AmazonRDSException(message, innerException);

public class DBInstanceNotFoundException(string message, Exception? innerException = null) : AmazonRDSException(message, innerException);

public class DBSnapshotAlreadyExistsException(string message, Exception? innerException = null) : AmazonRDSException(message, innerException);

public class DBSnapshotNotFoundException(string message, Exception? innerException = null) : AmazonRDSException(message, innerException);

[ErrorCode("InvalidDBClusterSnapshotStateFault")]
public class InvalidDBClusterSnapshotStateException(string message, Exception? innerException = null) : AmazonRDSException(message, innerException);

[ErrorCode("InvalidDBClusterStateFault")]
public class InvalidDBClusterStateException(string message, Exception? innerException = null) : AmazonRDSException(message, innerException);

public class InvalidDBInstanceStateException(string message, Exception? innerException = null) : AmazonRDSException(message, innerException);

public class SnapshotQuotaExceededException(string message, Exception? innerException = null) : AmazonRDSException(message, innerException);
