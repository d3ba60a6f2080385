"""What a member wants to see first in the press room, and to be told of by mail."""
