"""What makes a Lambda handler of a Step, one for each trigger; the generated entry imports its own alone."""
